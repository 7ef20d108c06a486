//! Hostile texts and bytes in every place that takes a value or a name: they come back as
//! they are, or as an error, and never reach the text of a statement.

use orm_core::prelude::*;

use super::text_hostile::{Note, notes, texts};
use crate::support::*;

/// The statement's text, without the binds.
macro_rules! text {
    ($queryset:expr) => {{
        let shown = sql(&$queryset);
        shown.split(" -- binds: ").next().unwrap().to_owned()
    }};
}

fn count(conn: &mut Conn) -> i64 {
    Note.count(conn).unwrap()
}

#[test]
fn values_are_bound_wherever_they_stand() {
    let conn = &mut notes();
    let all = count(conn);
    let plain = "plain";
    for hostile in texts() {
        macro_rules! same_text {
            (|$word:ident| $queryset:expr) => {{
                let $word = plain;
                let usual = text!($queryset);
                let $word = hostile;
                assert_eq!(text!($queryset), usual, "{hostile:?}");
                $queryset
            }};
        }
        let equal = same_text!(|word| queryset!(Note.filter(body == word || body.contains(word))));
        assert!(equal.exists(conn).unwrap(), "{hostile:?}");
        // MySQL takes lists of text as hex literals: see `databases_differ`.
        let listed = queryset!(Note.filter(body.in_([hostile])));
        assert!(!text!(listed).contains("DROP"));
        assert!(listed.exists(conn).unwrap());
        let joined = same_text!(|word| queryset!(Note.aggregate(all = string_agg(body, word))));
        assert!(joined.get(conn).unwrap().all.is_some());
        let counted = same_text!(|word| queryset!(Note.aggregate(
            n = count().filter(body == word),
            rest = count().filter(body != word)
        )));
        let counted = counted.get(conn).unwrap();
        assert_eq!(
            (counted.n, counted.n + counted.rest),
            (1, all),
            "{hostile:?}"
        );
        let valued = same_text!(|word| queryset!(
            Note.filter(body == word)
                .values(id, filled = coalesce(nullif(body, { word }), { word }))
        ));
        assert_eq!(valued.get(conn).unwrap().filled, hostile);
        let grouped = same_text!(|word| queryset!(
            Note.group_by(body)
                .annotate(n = count())
                .filter(body == word)
        ));
        assert_eq!(grouped.get(conn).unwrap().body, hostile);
        let sliced = same_text!(|word| queryset!(Note[..100].filter(body == word)));
        assert_eq!(sliced.count(conn).unwrap(), 1);
        let nested =
            same_text!(|word| queryset!(Note.filter(id.in_(queryset!(Note.filter(body == word))))));
        assert_eq!(nested.count(conn).unwrap(), 1);
        let boxed = same_text!(|word| {
            let notes = Note.boxed::<Backend>();
            queryset!(notes.filter(body == word))
        });
        assert_eq!(boxed.count(conn).unwrap(), 1);
    }
    assert_eq!(count(conn), all);
}

#[test]
fn names_out_of_a_request_only_choose() {
    let conn = &mut notes();
    let all = count(conn);
    for hostile in texts() {
        for sort in [
            hostile.to_owned(),
            format!("-{hostile}"),
            format!("body,{hostile}"),
        ] {
            match order(&sort) {
                Ok(text) => assert!(!text.contains("DROP"), "{sort:?}: {text}"),
                Err(orm_core::Error::OrderName { model, allowed, .. }) => {
                    assert_eq!((model, allowed), ("Note", vec!["id", "body"]));
                }
                Err(other) => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(count(conn), all);
}

fn order(sort: &str) -> orm_core::Result<String> {
    Ok(text!(queryset!(Note.order_by_name(sort, [id, body])?)))
}

#[test]
fn cursors_that_were_tampered_with_are_errors() {
    let conn = &mut notes();
    let ordered = queryset!(Note.order_by(body, id));
    let page = ordered.page_after(None, 3, conn).unwrap();
    let cursor = page.next.expect("there are more notes").to_string();
    let mut refused = 0;
    for at in 0..cursor.len() {
        for letter in ['A', '0', '\'', '_', '-'] {
            let mut letters: Vec<char> = cursor.chars().collect();
            if letters[at] == letter {
                continue;
            }
            letters[at] = letter;
            let tampered: String = letters.into_iter().collect();
            let asked = tampered.parse().and_then(|cursor| {
                ordered
                    .page_after(Some(&cursor), 3, conn)
                    .wait()
                    .map(|_| ())
            });
            refused += usize::from(asked.is_err());
            if let Err(error) = asked {
                assert!(matches!(error, orm_core::Error::Cursor(_)), "{error:?}");
            }
        }
    }
    // Base64's last letter may hold bits that mean nothing.
    assert!(
        refused + 10 > cursor.len() * 4,
        "{refused} of {}",
        cursor.len()
    );
    for hostile in texts() {
        let asked = hostile.parse().and_then(|cursor| {
            ordered
                .page_after(Some(&cursor), 3, conn)
                .wait()
                .map(|_| ())
        });
        assert!(asked.is_err(), "{hostile:?}");
    }
}
