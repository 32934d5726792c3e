"""maker: what generate.py is made of: numbers, people, sheets, degradation, files, truth, and the exhibits themselves"""
