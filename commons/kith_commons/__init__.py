"""The commons: what a cohort shares beyond one course folder.

It will hold the shared service and its client: contributions, requests, thanks, and the receipts that
tell people what came of what they gave. Nothing of it is here yet.
"""
