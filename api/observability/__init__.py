"""What is seen of the service from outside: logs and metrics, neither with a secret or a person in it."""
