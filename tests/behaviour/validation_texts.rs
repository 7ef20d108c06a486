//! Rules of texts: those that are blank, and those that match a pattern.

use orm_core::prelude::*;

use super::validation::{invalid, told};
use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "places", validate, new(Debug, Clone))]
pub struct Place {
    pub id: i32,
    #[model(not_blank, max_length = 8)]
    pub name: String,
    #[model(not_blank)]
    pub note: Option<String>,
    #[model(not_blank, db_default = "'open'")]
    pub state: String,
    #[model(db_default = "'none'", not_blank)]
    pub district: Option<String>,
    #[garde(pattern("^[0-9]{5}$"))]
    pub postcode: Option<String>,
    #[model(db_default = "'A1'")]
    #[garde(pattern("^[A-Z][0-9]+$"), length(max = 4))]
    pub code: String,
}

/// Its own rules are asked besides.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "places", validate = by_hand)]
pub struct Spot {
    pub id: i32,
    #[model(not_blank)]
    pub name: String,
}

impl garde::Validate for NewSpot {
    type Context = ();
    fn validate_into(
        &self,
        (): &(),
        parent: &mut dyn FnMut() -> garde::Path,
        report: &mut garde::Report,
    ) {
        if self.name.len() > 2 {
            report.append(parent().join("name"), garde::Error::new("is long"));
        }
    }
}

fn places() -> Conn {
    let int = on(
        "INTEGER PRIMARY KEY",
        "SERIAL PRIMARY KEY",
        "INTEGER PRIMARY KEY AUTO_INCREMENT",
    );
    database(&format!(
        "CREATE TABLE places (id {int}, name VARCHAR(20) NOT NULL, note VARCHAR(20),
            state VARCHAR(20) NOT NULL DEFAULT 'open', district VARCHAR(20) DEFAULT 'none',
            postcode VARCHAR(20), code VARCHAR(20) NOT NULL DEFAULT 'A1');"
    ))
}

#[test]
fn texts_of_white_space_are_blank() {
    let conn = &mut places();
    let place = queryset!(Place.create(
        name = "   ",
        note = "\t\n",
        state = "",
        district = "\u{3000}\u{a0}",
        postcode = "10115"
    ));
    let found = assert_num_queries!(conn, 0, { invalid(place.run(conn).wait()) });
    assert_eq!(
        told(&found),
        [
            "name: is blank",
            "note: is blank",
            "state: is blank",
            "district: is blank"
        ]
    );
    // Beside all else that is wrong, with the field as well.
    let place = queryset!(Place.create(name = "         ", postcode = "1", code = "A12345"));
    assert_eq!(
        told(&invalid(place.run(conn).wait())),
        [
            "name: length is greater than 8",
            "name: is blank",
            "postcode: does not match pattern /^[0-9]{5}$/",
            "code: length is greater than 4",
        ]
    );
    let spot = Spot.create(NewSpot::new("   ")).run(conn).wait();
    assert_eq!(told(&invalid(spot)), ["name: is long", "name: is blank"]);
    assert_eq!(queryset!(Place).count(conn).unwrap(), 0);
}

/// Neither is what is left to the database, whatever it is.
#[test]
fn what_is_not_there_is_not_blank() {
    let conn = &mut places();
    let place = queryset!(Place.create(name = " a ", district = None));
    let place = place.run(conn).unwrap();
    assert_eq!((place.name.as_str(), place.state.as_str()), (" a ", "open"));
    assert_eq!((place.note.as_ref(), place.district.as_ref()), (None, None));
    let place = queryset!(Place.create(name = "")).unvalidated();
    assert_eq!(place.run(conn).unwrap().name, "");
}

#[test]
fn texts_match_their_patterns() {
    let conn = &mut places();
    let place = |postcode: &str, code: &str| {
        let mut new = NewPlace::new("a");
        new.postcode = Some(postcode.to_owned());
        new.code = Some(code.to_owned());
        new
    };
    let good = &Place.create(place("10115", "B2")).run(conn).unwrap();
    assert_eq!(good.code, "B2");
    let found = invalid(Place.create(place("1011", "b2")).run(conn).wait());
    assert_eq!(
        told(&found),
        [
            "postcode: does not match pattern /^[0-9]{5}$/",
            "code: does not match pattern /^[A-Z][0-9]+$/",
        ]
    );
    let rows = [place("10115", "A1"), place("x", "A1"), place("10115", "")];
    let found = invalid(Place.bulk_create(rows).run(conn).wait());
    assert_eq!(
        told(&found),
        [
            "[1].postcode: does not match pattern /^[0-9]{5}$/",
            "[2].code: does not match pattern /^[A-Z][0-9]+$/",
        ]
    );
    assert_eq!(queryset!(Place).count(conn).unwrap(), 1);
    let update = queryset!(good.update(postcode = "1011", code = "C3"));
    assert_eq!(
        told(&invalid(update.run(conn).wait())),
        ["postcode: does not match pattern /^[0-9]{5}$/"]
    );
    let update = queryset!(good.update(postcode = "20095", code = "C3"));
    assert_eq!(update.run(conn).unwrap().code, "C3");
}

#[test]
fn bulks_and_updates_are_asked_for_blanks() {
    let conn = &mut places();
    let rows = ["a", " ", "b", ""].map(NewPlace::new);
    let found = invalid(Place.bulk_create(rows).run(conn).wait());
    assert_eq!(told(&found), ["[1].name: is blank", "[3].name: is blank"]);
    let rows = ["a", "b"].map(NewPlace::new);
    let places = Place.bulk_create(rows).run(conn).unwrap();

    let update = queryset!(Place.all().update(note = "  "));
    assert_eq!(
        told(&invalid(update.run(conn).wait())),
        ["note: is blank (key 1)", "note: is blank (key 2)"]
    );
    let update = queryset!(Place.filter(id == 2).update(state = " ", note = None));
    assert_eq!(
        told(&invalid(update.run(conn).wait())),
        ["state: is blank (key 2)"]
    );
    let mut places: Vec<Place> = places.into_iter().map(|row| row.into_model()).collect();
    places[1].name = "\n".to_owned();
    let update = queryset!(Place.bulk_update(&places, name));
    assert_eq!(
        told(&invalid(update.run(conn).wait())),
        ["[1].name: is blank"]
    );
    let names = queryset!(Place.order_by(id).values_list(name));
    assert_eq!(names.load(conn).unwrap(), ["a", "b"]);
}
