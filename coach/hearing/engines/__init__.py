"""Recognisers behind one contract, and the segmenter that cuts utterances for them."""
