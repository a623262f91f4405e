"""What answers earn: marks by machine and by people, regrades, results, what is shown of them."""
