-- The bookshop's tables, as examples/bookshop/models.rs describes them.
CREATE TABLE IF NOT EXISTS countries (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS authors (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    country_code TEXT REFERENCES countries,
    born INTEGER,
    died INTEGER
);
CREATE TABLE IF NOT EXISTS publishers (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    country_code TEXT NOT NULL REFERENCES countries
);
CREATE TABLE IF NOT EXISTS books (
    id INTEGER NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    author_id INTEGER NOT NULL REFERENCES authors,
    publisher_id INTEGER REFERENCES publishers,
    year INTEGER NOT NULL,
    language TEXT NOT NULL,
    translation_of_id INTEGER REFERENCES books,
    sequel_of_id INTEGER REFERENCES books
);
CREATE TABLE IF NOT EXISTS genres (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS book_genres (
    book_id INTEGER NOT NULL REFERENCES books,
    genre_id INTEGER NOT NULL REFERENCES genres,
    PRIMARY KEY (book_id, genre_id)
);
CREATE TABLE IF NOT EXISTS customers (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    country_code TEXT NOT NULL REFERENCES countries
);
CREATE TABLE IF NOT EXISTS reviews (
    id INTEGER NOT NULL PRIMARY KEY,
    book_id INTEGER NOT NULL REFERENCES books,
    customer_id INTEGER NOT NULL REFERENCES customers,
    stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5)
);
CREATE TABLE IF NOT EXISTS orders (
    id INTEGER NOT NULL PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers,
    year INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS order_lines (
    id INTEGER NOT NULL PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE,
    book_id INTEGER NOT NULL REFERENCES books,
    copies INTEGER NOT NULL,
    cents INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS authors_country ON authors (country_code);
CREATE INDEX IF NOT EXISTS publishers_country ON publishers (country_code);
CREATE INDEX IF NOT EXISTS books_author ON books (author_id);
CREATE INDEX IF NOT EXISTS books_publisher ON books (publisher_id);
CREATE INDEX IF NOT EXISTS books_translation_of ON books (translation_of_id);
CREATE INDEX IF NOT EXISTS books_sequel_of ON books (sequel_of_id);
CREATE INDEX IF NOT EXISTS book_genres_genre ON book_genres (genre_id);
CREATE INDEX IF NOT EXISTS reviews_book ON reviews (book_id);
CREATE INDEX IF NOT EXISTS reviews_customer ON reviews (customer_id);
CREATE INDEX IF NOT EXISTS orders_customer ON orders (customer_id);
CREATE INDEX IF NOT EXISTS order_lines_order ON order_lines (order_id);
CREATE INDEX IF NOT EXISTS order_lines_book ON order_lines (book_id);
