"""Accounts of charities' staff: invitations, passwords, second steps. Nobody else has an account.

Residents and volunteers come in by private links.
"""
