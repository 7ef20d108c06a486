-- The bookshop's tables, as examples/bookshop/models.rs describes them.
CREATE TABLE countries (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE authors (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    country_code TEXT REFERENCES countries,
    born INTEGER,
    died INTEGER
);
CREATE TABLE publishers (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    country_code TEXT NOT NULL REFERENCES countries
);
CREATE TABLE books (
    id INTEGER NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    author_id INTEGER NOT NULL REFERENCES authors,
    publisher_id INTEGER REFERENCES publishers,
    year INTEGER NOT NULL,
    language TEXT NOT NULL,
    translation_of_id INTEGER REFERENCES books,
    sequel_of_id INTEGER REFERENCES books
);
CREATE TABLE genres (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE book_genres (
    book_id INTEGER NOT NULL REFERENCES books,
    genre_id INTEGER NOT NULL REFERENCES genres,
    PRIMARY KEY (book_id, genre_id)
);
CREATE TABLE customers (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    country_code TEXT NOT NULL REFERENCES countries
);
CREATE TABLE reviews (
    id INTEGER NOT NULL PRIMARY KEY,
    book_id INTEGER NOT NULL REFERENCES books,
    customer_id INTEGER NOT NULL REFERENCES customers,
    stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5)
);
CREATE TABLE orders (
    id INTEGER NOT NULL PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers,
    year INTEGER NOT NULL
);
CREATE TABLE order_lines (
    id INTEGER NOT NULL PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE,
    book_id INTEGER NOT NULL REFERENCES books,
    copies INTEGER NOT NULL,
    cents INTEGER NOT NULL
);
CREATE INDEX authors_country ON authors (country_code);
CREATE INDEX publishers_country ON publishers (country_code);
CREATE INDEX books_author ON books (author_id);
CREATE INDEX books_publisher ON books (publisher_id);
CREATE INDEX books_translation_of ON books (translation_of_id);
CREATE INDEX books_sequel_of ON books (sequel_of_id);
CREATE INDEX book_genres_genre ON book_genres (genre_id);
CREATE INDEX reviews_book ON reviews (book_id);
CREATE INDEX reviews_customer ON reviews (customer_id);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX order_lines_order ON order_lines (order_id);
CREATE INDEX order_lines_book ON order_lines (book_id);
