"""Reports, bans and the audit chain."""
