"""Taking a test: the attempt, the page that is sent, the answers that come back."""
