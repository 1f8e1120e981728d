"""Speech that another machine of the house serves, by the Wyoming protocol. May import errors and what it may."""
