"""Reading: files become documents, blocks and chunks with exact offsets into the extracted text."""
