"""mmwait: why an IPsec tunnel does not come up, from the text an engineer can paste."""

__version__ = "0.1.0"
