"""Signing in, on Flask-Security: our accounts beneath it, our pages above it.

Passwords, sessions, second steps, passkeys and fresh proof of who it is are its work. Here stand
what it asks of us (a datastore, forms, words) and where we are stricter than it.
"""
