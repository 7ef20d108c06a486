//! The eleven tables of the Chinook music store, as models.
//!
//! Names are the store's own: keys are called `artist_id` and so must be marked, and an
//! employee's boss is in `reports_to`, which does not end in `_id` and so must name its
//! relation. Whatever may be NULL in the schema is an `Option`, also where no row uses it.
//!
//! Money is `NUMERIC(10, 2)`, here as [`BigDecimal`]. SQLite has no decimals: it keeps 1.99
//! as the nearest binary number. A `BigDecimal` that goes to the database becomes that same
//! nearest number, so comparing (`unit_price == 1.99`) is exact. One that comes back shows
//! all digits of the binary number, so calculating needs [`cents`] first; from then on it
//! is exact, sums included. (With `f64` comparing is as exact, but sums are not.)
//!
//! [`BigDecimal`]: bigdecimal::BigDecimal

use bigdecimal::BigDecimal;
use chrono::NaiveDateTime;
use orm_core::prelude::*;

/// An amount of money as it was written: rounded to the cent.
pub fn cents(amount: &BigDecimal) -> BigDecimal {
    amount.round(2)
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "artist", has_many(albums = Album::artist))]
pub struct Artist {
    #[model(primary_key)]
    pub artist_id: i32,
    #[model(max_length = 120)]
    pub name: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "album", has_many(tracks = Track::album))]
pub struct Album {
    #[model(primary_key)]
    pub album_id: i32,
    #[model(max_length = 160)]
    pub title: String,
    #[model(foreign_key = Artist, index)]
    pub artist_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "genre", has_many(tracks = Track::genre))]
pub struct Genre {
    #[model(primary_key)]
    pub genre_id: i32,
    #[model(max_length = 120)]
    pub name: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "media_type", has_many(tracks = Track::media_type))]
pub struct MediaType {
    #[model(primary_key)]
    pub media_type_id: i32,
    #[model(max_length = 120)]
    pub name: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "playlist", many_to_many(tracks = Track, through = PlaylistTrack))]
pub struct Playlist {
    #[model(primary_key)]
    pub playlist_id: i32,
    #[model(max_length = 120)]
    pub name: Option<String>,
}

/// A tree: `manager` is one step up, `reports` are one step down.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(
    table = "employee",
    has_many(reports = Employee::manager, customers = Customer::support_rep)
)]
pub struct Employee {
    #[model(primary_key)]
    pub employee_id: i32,
    #[model(max_length = 20)]
    pub last_name: String,
    #[model(max_length = 20)]
    pub first_name: String,
    #[model(max_length = 30)]
    pub title: Option<String>,
    #[model(foreign_key = Employee, relation = "manager", index)]
    pub reports_to: Option<i32>,
    pub birth_date: Option<NaiveDateTime>,
    pub hire_date: Option<NaiveDateTime>,
    #[model(max_length = 70)]
    pub address: Option<String>,
    #[model(max_length = 40)]
    pub city: Option<String>,
    #[model(max_length = 40)]
    pub state: Option<String>,
    #[model(max_length = 40)]
    pub country: Option<String>,
    #[model(max_length = 10)]
    pub postal_code: Option<String>,
    #[model(max_length = 24)]
    pub phone: Option<String>,
    #[model(max_length = 24)]
    pub fax: Option<String>,
    #[model(max_length = 60)]
    pub email: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "customer", has_many(invoices = Invoice::customer))]
pub struct Customer {
    #[model(primary_key)]
    pub customer_id: i32,
    #[model(max_length = 40)]
    pub first_name: String,
    #[model(max_length = 20)]
    pub last_name: String,
    #[model(max_length = 80)]
    pub company: Option<String>,
    #[model(max_length = 70)]
    pub address: Option<String>,
    #[model(max_length = 40)]
    pub city: Option<String>,
    #[model(max_length = 40)]
    pub state: Option<String>,
    #[model(max_length = 40)]
    pub country: Option<String>,
    #[model(max_length = 10)]
    pub postal_code: Option<String>,
    #[model(max_length = 24)]
    pub phone: Option<String>,
    #[model(max_length = 24)]
    pub fax: Option<String>,
    #[model(max_length = 60)]
    pub email: String,
    #[model(foreign_key = Employee, index)]
    pub support_rep_id: Option<i32>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "invoice", has_many(lines = InvoiceLine::invoice))]
pub struct Invoice {
    #[model(primary_key)]
    pub invoice_id: i32,
    #[model(foreign_key = Customer, index)]
    pub customer_id: i32,
    pub invoice_date: NaiveDateTime,
    #[model(max_length = 70)]
    pub billing_address: Option<String>,
    #[model(max_length = 40)]
    pub billing_city: Option<String>,
    #[model(max_length = 40)]
    pub billing_state: Option<String>,
    #[model(max_length = 40)]
    pub billing_country: Option<String>,
    #[model(max_length = 10)]
    pub billing_postal_code: Option<String>,
    pub total: BigDecimal,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(
    table = "track",
    has_many(lines = InvoiceLine::track),
    many_to_many(playlists = Playlist, through = PlaylistTrack)
)]
pub struct Track {
    #[model(primary_key)]
    pub track_id: i32,
    #[model(max_length = 200)]
    pub name: String,
    #[model(foreign_key = Album, index)]
    pub album_id: Option<i32>,
    #[model(foreign_key = MediaType, index)]
    pub media_type_id: i32,
    #[model(foreign_key = Genre, index)]
    pub genre_id: Option<i32>,
    #[model(max_length = 220)]
    pub composer: Option<String>,
    pub milliseconds: i32,
    pub bytes: Option<i32>,
    pub unit_price: BigDecimal,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "invoice_line")]
pub struct InvoiceLine {
    #[model(primary_key)]
    pub invoice_line_id: i32,
    #[model(foreign_key = Invoice, index)]
    pub invoice_id: i32,
    #[model(foreign_key = Track, index)]
    pub track_id: i32,
    pub unit_price: BigDecimal,
    pub quantity: i32,
}

/// The link of playlists and tracks: nothing but two keys, which together are its own.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "playlist_track", primary_key(playlist_id, track_id))]
pub struct PlaylistTrack {
    #[model(foreign_key = Playlist)]
    pub playlist_id: i32,
    #[model(foreign_key = Track, index)]
    pub track_id: i32,
}
