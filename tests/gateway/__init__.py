"""The doors: who may come in, and what each is answered."""
