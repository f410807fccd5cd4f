"""The words of spoken references: short, plain, and hard to mistake on the telephone.

They were chosen by ear and eye, and a test holds what can be held: no two are one slip of a
finger apart, no two are alike to somebody who hears only the consonants of a bad line, none begins
another, and none is a word of a spelling alphabet. None could hurt the person it is given to.

Words may be added. None is ever taken out or changed, since people have it on a slip of paper.
"""

_LIST = """
acorn acrobat adventure airfield airport airship alcove almond alpaca alphabet amber anchor
antelope apple apricot apron armadillo armchair artichoke aspen atlas attic autograph avenue
avocado backpack badger badminton bagpipe bakery balance balloon bamboo banana bandstand banjo
banner barley barometer baseball basil bathtub beachball beacon beanbag bedroom beehive beetle
beetroot bicycle billboard birch birdhouse birdsong biscuit bison blanket blazer blossom
bluebell blueberry bonfire bookcase bookmark boomerang boulder bracelet bracken bramble branch
breakfast breeze brickwork bridle bronze brookside broom bucket buckle buffalo bumblebee
bungalow bunting buttercup butterfly button cabinet cactus camping campsite canal canary candle
canopy canvas canyon caramel caravan cardboard cardigan carnival carousel carpet cascade castle
catalogue cavern cedar celery centipede chaffinch chalk chariot cheddar chestnut chisel
chopstick chorus cinnamon circus citrus clarinet clipboard clockwork cloud clover cobweb coffee
comet compass concert conifer copper coral corduroy coriander corner cornflake cottage courtyard
cradle cranberry crayon crimson crossing cucumber cupboard curry cushion damson daydream
daylight diagonal diploma dolphin domino doorbell doorknob doormat doorstep doorway dormouse
dragonfly driftwood drizzle drumstick dustpan eagle earring easel eclipse eggcup elbow emblem
emerald engine envelope evergreen fable fabric falcon fanfare farmhouse farmyard feather fennel
ferret ferry festival field finch firefly fireplace fireworks flagpole flamingo flannel flapjack
flask flowerpot folder folktale football footpath footprint footstool forecast forest fortnight
fortune foxglove freckle galaxy gallery garden garland garlic gatepost gateway gazebo gecko
gemstone glacier glider glove golden goldfish gosling grape gravel gravy guidebook hairbrush
hamster handrail hatchling haystack hazelnut headphone hedgehog heron herring hexagon hillside
hilltop holiday honey hopscotch horizon horse hosepipe houseboat icicle impala indigo inkwell
inlet island jacket jaguar jelly jigsaw journey juniper jupiter kangaroo kayak kestrel kettle
keypad kingdom kitchen kitten koala ladder ladle lagoon lakeshore lakeside lampshade landscape
lantern laptop lapwing laundry lavender leaflet legend lemon lentil library lifeboat lightbulb
lilac limestone lobster lollipop lorry lotus luggage mackerel magazine magic magnet magnolia
magpie mailbox mandolin mango mangrove maple maracas marathon marble marigold marina market
marmalade marzipan meadow melody meteor milestone milkshake minibus mirror mistletoe moonbeam
moonlight moonrise moonstone moorland motorbike mountain muesli museum mushroom mustard napkin
necklace neptune netball newspaper notebook notepad novel nutmeg nutshell oasis oatmeal ocean
octagon octopus olive onion orange orbit orchard orchestra orchid osprey otter oyster palace
pancake panda parachute parrot parsley partridge pasta pastry patchwork pavement peach pebble
pelican pencil pendant penguin pepper picnic pineapple planet plate popcorn poplar porcelain
porridge portrait postcard potato pottery pretzel primrose puffin pumpkin puppy purple pyramid
rabbit radio radish railway rainbow raincoat raspberry raven recorder reindeer riddle ripple
river roadmap roadside robin rocket rockpool rooftop rooster rosebud rosette rucksack rugby
ruler saddle saffron sailboat sailing salad salmon sandal sandwich sardine satchel saturn
savanna sawdust scarecrow scone scooter seagull seahorse seaside seedling seesaw shoebox
shoreline shortcake shovel sideboard sidecar signpost silver sketch skylark skylight skyline
snorkel snowball snowdrop snowflake spaniel spanner sparrow spearmint spinach spiral sponge
spoon spotlight spruce squirrel stable staircase stardust starfish starfruit starlight station
steamboat stopwatch storybook submarine suitcase sultana sunbeam sunbonnet sundress sunflower
sunhat sunrise sunshine surfboard swallow sweetcorn sycamore tadpole tangerine tapestry tartan
teacake teacup teapot teaspoon teddy telescope tennis thimble thrush ticket tiger timber
timetable tinsel toaster toboggan tomato toolbox torch tractor trailer treasure treetop triangle
tricycle trombone trophy trout trowel tugboat tulip tumbler tundra tunic tunnel turtle umbrella
unicorn velvet village violin vista waffle walnut wardrobe waterfall wildlife willow windmill
windsock wombat woodland
"""

WORDS: tuple[str, ...] = tuple(_LIST.split())
