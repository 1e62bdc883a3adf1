"""`python -m server`. A process that comes back is waited for."""

from server.gateway import garbage

with garbage.put_off():
    from server.commands import main

if __name__ == "__main__":
    main()
