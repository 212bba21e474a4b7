"""Configurations of every platform in one vendor-free form, and two of them compared.

Nothing is imported here: most texts are no configurations, and the readers of all platforms take a while to load.
"""
