"""How good what each source tells us is: pure measuring over values."""
