"""From a bare Python to a running Gradus. Nothing but the standard library is imported here."""
