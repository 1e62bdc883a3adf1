"""The helpline: anonymous visits, teams, their queues. The officers' side is server/desk."""
