"""The real thing: several processes, PostgreSQL, Redis."""
