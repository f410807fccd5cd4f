"""Half-day times: `mon-am` … `sun-eve`, 21 slots in a week."""

DAYS: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS: tuple[str, ...] = ("am", "pm", "eve")
HALF_DAYS: tuple[str, ...] = tuple(f"{day}-{part}" for day in DAYS for part in PARTS)
HALF_DAY_BIT: dict[str, int] = {half_day: bit for bit, half_day in enumerate(HALF_DAYS)}
