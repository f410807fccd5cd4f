"""What the example town is drawn from: London's residents, languages, needs and volunteers.

Residents are those of the 2021 Census by borough, in thousands, and the languages stand in
the order and rough proportion of its main languages other than English (Office for National
Statistics, Open Government Licence v3.0). The other shares are ours: what coordinators tell,
rounded. Shares need not add up to one.
"""

RESIDENTS_IN_THOUSANDS: dict[str, int] = {
    "E09000001": 9,  # City of London
    "E09000002": 219,  # Barking and Dagenham
    "E09000003": 389,  # Barnet
    "E09000004": 246,  # Bexley
    "E09000005": 340,  # Brent
    "E09000006": 330,  # Bromley
    "E09000007": 210,  # Camden
    "E09000008": 391,  # Croydon
    "E09000009": 367,  # Ealing
    "E09000010": 330,  # Enfield
    "E09000011": 289,  # Greenwich
    "E09000012": 259,  # Hackney
    "E09000013": 183,  # Hammersmith and Fulham
    "E09000014": 264,  # Haringey
    "E09000015": 261,  # Harrow
    "E09000016": 262,  # Havering
    "E09000017": 306,  # Hillingdon
    "E09000018": 288,  # Hounslow
    "E09000019": 217,  # Islington
    "E09000020": 143,  # Kensington and Chelsea
    "E09000021": 168,  # Kingston upon Thames
    "E09000022": 318,  # Lambeth
    "E09000023": 301,  # Lewisham
    "E09000024": 215,  # Merton
    "E09000025": 351,  # Newham
    "E09000026": 310,  # Redbridge
    "E09000027": 195,  # Richmond upon Thames
    "E09000028": 308,  # Southwark
    "E09000029": 210,  # Sutton
    "E09000030": 310,  # Tower Hamlets
    "E09000031": 278,  # Waltham Forest
    "E09000032": 328,  # Wandsworth
    "E09000033": 204,  # Westminster
}

LANGUAGES: dict[str, float] = {
    "ro": 16, "es": 12, "pl": 11, "bn": 11, "pt": 11, "it": 9, "gu": 8, "tr": 7, "ar": 7,
    "fr": 7, "pa": 6, "ur": 6, "ta": 6, "so": 5, "fa": 5, "sq": 4, "bg": 4, "el": 4, "ru": 3,
    "zh": 3, "yue": 2, "hi": 2, "de": 2, "lt": 2, "uk": 2, "ne": 2, "am": 1, "ti": 1, "yo": 1,
    "vi": 1, "ps": 1, "ku": 1, "ckb": 1, "sw": 1, "tl": 1,
}  # fmt: skip

# How often each category is asked for, and how often a volunteer offers it.
ASKED: dict[str, float] = {
    "groceries": 22, "prescriptions": 16, "food_parcel": 12, "hot_meal": 6, "clothing": 3,
    "toys_and_baby": 3, "furniture": 2, "transport": 6, "visit": 5, "phone_call": 9,
    "translation": 3, "forms_and_letters": 4, "tech_help": 3, "dog_walking": 3, "diy": 1.5,
    "garden": 1, "other": 0.5,
}  # fmt: skip
OFFERED: dict[str, float] = {
    "groceries": 52, "prescriptions": 44, "food_parcel": 30, "hot_meal": 14, "clothing": 9,
    "toys_and_baby": 7, "furniture": 3, "transport": 13, "visit": 11, "phone_call": 26,
    "translation": 8, "forms_and_letters": 8, "tech_help": 10, "dog_walking": 12, "diy": 4,
    "garden": 4, "other": 6,
}  # fmt: skip

PEOPLE_NEEDED: dict[int, float] = {1: 92, 2: 6.5, 3: 1.5}
URGENCY: dict[str, float] = {"routine": 70, "soon": 24, "urgent": 6}
RADIUS_M: dict[int, float] = {
    500: 5,
    1_000: 16,
    1_500: 14,
    2_000: 30,
    3_000: 18,
    5_000: 13,
    8_000: 4,
}
CAPACITY: dict[int, float] = {1: 56, 2: 25, 3: 12, 5: 5, 10: 2}
RECENT: dict[int, float] = {0: 63, 1: 19, 2: 9, 3: 5, 4: 2, 6: 1, 8: 1}

ATTRIBUTES: tuple[str, ...] = ("dbs", "car", "woman", "lifting")
PROVIDED: tuple[float, ...] = (0.35, 0.32, 0.55, 0.25)
# What a need of a category requires, and how often: an enhanced check behind a closed door.
REQUIRED: dict[str, dict[str, float]] = {
    "visit": {"dbs": 0.7, "woman": 0.08},
    "forms_and_letters": {"dbs": 0.4},
    "tech_help": {"dbs": 0.3, "woman": 0.04},
    "diy": {"dbs": 0.3},
    "furniture": {"lifting": 0.7, "car": 0.3},
    "transport": {"car": 0.9, "dbs": 0.2, "woman": 0.05},
    "groceries": {"dbs": 0.05},
}

NEEDS_NAMING_A_LANGUAGE = 0.14
NEEDS_WITH_ENGLISH_TOO = 0.4  # of those that name one
OFFERS_WITH_ANOTHER_LANGUAGE = 0.31
OFFERS_WITH_A_SECOND_ONE = 0.05
NEEDS_NAMING_TIMES = 0.42
OFFERS_NAMING_TIMES = 0.62
OFFERS_PAUSED = 0.04
NEEDS_AVOIDING_SOMEBODY = 0.008
LONGEST_WAIT_DAYS = 60
# Some boroughs answered the call more than others, per head: one standard deviation of the log.
UNEVEN_VOLUNTEERING = 0.35
