"""policytext: evidence from Chinese-language policy documents and government news releases."""

__version__ = "0.1.0"
