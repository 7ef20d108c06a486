//! Keys and choices: the mends of what does not compile, with no name of ours or Diesel's in
//! scope but the derives.
#![deny(warnings)]
#![allow(dead_code)]

pub mod ids {
    #[derive(orm_core::Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub struct ArtistId(pub i32);

    #[derive(orm_core::Key, Debug, Clone, PartialEq, Eq, Hash)]
    #[key(crate = ::orm_core)]
    pub struct Isbn {
        digits: String,
    }
}

pub mod states {
    // Names that generated code must not take for its own.
    type Option = ();
    type Result = ();
    type String = ();
    type Vec = ();
    #[allow(non_camel_case_types)]
    type str = ();
    #[allow(non_camel_case_types)]
    type i32 = ();

    #[derive(orm_core::Choice, Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[choice(rename_all = "kebab-case")]
    pub enum Status {
        Open,
        #[choice(rename = "shut", label = "Closed for good")]
        Closed,
        r#Type,
    }

    #[derive(orm_core::Choice, Debug, Clone, PartialEq)]
    #[choice(integer, crate = orm_core)]
    #[repr(i64)]
    pub enum Size {
        Small = -5_000_000_000,
        Large = 5_000_000_000,
    }

    #[derive(orm_core::Choice, Debug, Clone, PartialEq)]
    #[choice(postgres_enum = "shop.mood")]
    pub enum Mood {
        Sad,
    }

    /// Methods and impls of the user's own are in no one's way.
    impl Status {
        pub fn stored(&self) -> u8 {
            7
        }
        pub fn label(&self) -> u8 {
            8
        }
        pub const CHOICES: u8 = 9;
    }
    impl std::fmt::Display for Status {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("mine")
        }
    }
    impl std::str::FromStr for Status {
        type Err = ();
        fn from_str(_: &::core::primitive::str) -> std::result::Result<Self, ()> {
            Err(())
        }
    }
}

use diesel::prelude::*;
use orm_core::prelude::*;

use ids::{ArtistId, Isbn};
use states::{Mood, Size, Status};

#[derive(Model, Debug, Clone, PartialEq)]
#[model(has_many(books = Book::artist))]
pub struct Artist {
    pub id: ArtistId,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(ordering(status, -isbn))]
pub struct Book {
    #[model(primary_key)]
    pub isbn: Isbn,
    #[model(foreign_key = Artist)]
    pub artist_id: Option<ArtistId>,
    pub status: Status,
    pub size: Option<Size>,
    pub mood: Mood,
}

fn found(conn: &mut SqliteConnection, id: ArtistId) -> orm_core::Result<()> {
    let wanted: Option<ArtistId> = Some(id);
    let books = queryset!(
        Book.filter(
            artist_id == id
                && artist_id != &id
                && artist_id.in_([id])
                && artist_id.in_(queryset!(Artist))
                && artist_id.same(wanted)
                && artist_id == F(artist.id)
                && status == Status::Open
                && status.in_([Status::Open, Status::Closed])
                && size == Size::Small
                && mood == Mood::Sad
        )
        .prefetch_related(artist.books)
    );
    for book in &books.load(conn)? {
        assert_eq!(book.status.stored(), 7);
        println!("{} {:?}", book.status, Choice::stored(&book.status));
    }
    let _: u8 = Status::CHOICES;
    Ok(())
}

fn main() {
    assert_eq!(Choice::stored(&Status::Type), "type");
    let values = <Status as orm_core::model::FieldType>::VALUES;
    assert!(values.is_some());
    let _ = found;
}
