"""What every page that shows a map or a place must say.  ``SOURCES.md`` has the whole story."""

ATTRIBUTION: tuple[str, ...] = (
    "Contains OS data © Crown copyright and database right 2025",
    "Contains Royal Mail data © Royal Mail copyright and database right 2025",
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0",
)

#: To be shown as well while addresses are looked up with Nominatim.
ADDRESS_ATTRIBUTION = "Addresses © OpenStreetMap contributors"
