"""演示数据: the year of 2021 in Guizhou, each step by the account of the body whose step it is."""
