"""What stays secret, and what is gone for good."""
