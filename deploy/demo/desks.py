"""The desks of the demo: who fills and signs for each city."""

# Who fills and signs for a unit: the first part of the demo user names.
DESKS = {
    "520100": "guiyang",
    "520200": "liupanshui",
    "520300": "zunyi",
    "520400": "anshun",
    "520500": "bijie",
    "520600": "tongren",
    "522300": "qianxinan",
    "522600": "qiandongnan",
    "522700": "qiannan",
    "52GA00": "guian",
}
