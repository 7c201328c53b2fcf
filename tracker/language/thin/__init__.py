"""Makes the packaged networks thinner: fewer neurons and attention heads, taught by the networks as they were trained.

Needs the extra [train]; the models' cards tell the order of the commands.
"""
