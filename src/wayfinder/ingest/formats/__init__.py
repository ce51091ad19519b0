"""One file per feed format: each turns a feed's rows into clean records or rejections."""
