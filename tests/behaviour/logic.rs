//! `&&`, `||`, `!`, parentheses, and conditions that are there or not.

use orm_core::prelude::*;

use crate::support::*;

macro_rules! ids {
    ($conn:ident, $($queryset:tt)*) => {
        sorted_keys(&queryset!($($queryset)*).load($conn).unwrap())
    };
}

const ALL: [i32; 7] = [1, 2, 3, 4, 5, 6, 7];

#[test]
fn precedence_is_rust_s() {
    let conn = &mut store();
    assert_eq!(ids!(conn, Track.filter(id == 1 || id == 2 && id == 3)), [1]);
    assert_eq!(
        ids!(conn, Track.filter((id == 1 || id == 2) && id == 2)),
        [2]
    );
    assert_eq!(
        ids!(conn, Track.filter(id == 1 || id == 2 || id == 3)),
        [1, 2, 3]
    );
    assert_eq!(ids!(conn, Track.filter(!(id > 2) && !(id == 1))), [2]);
    assert_eq!(ids!(conn, Track.filter(!!(id == 1))), [1]);
    assert_eq!(ids!(conn, Track.filter(!(id == 1 || id > 3))), [2, 3]);
    assert_eq!(ids!(conn, Track.filter(((id == 1) || (id == 2)))), [1, 2]);
}

#[test]
fn several_conditions_and_several_filters_are_all_asked_for() {
    let conn = &mut store();
    assert_eq!(ids!(conn, Track.filter(id > 1, id < 4)), [2, 3]);
    assert_eq!(ids!(conn, Track.filter(id > 1).filter(id < 4)), [2, 3]);
    assert_eq!(ids!(conn, Track.filter(id > 1 && id < 4)), [2, 3]);
    assert_eq!(
        ids!(conn, Track.filter(id > 1).exclude(id < 4, id > 2)),
        [2, 4, 5, 6, 7]
    );
    assert_eq!(ids!(conn, Track.exclude(id < 3).exclude(id > 4)), [3, 4]);
}

fn search(title: Option<&str>, min: Option<i32>, cheap: bool) -> impl QuerySetOf<Track> {
    queryset!(
        Track
            .filter(if let Some(title) = title {
                name.icontains(title.to_owned())
            })
            .filter(
                if let Some(min) = min {
                    milliseconds >= min
                },
                if cheap {
                    price < 1.5
                }
            )
            .order_by(id)
    )
}

#[test]
fn an_absent_condition_vanishes_from_its_step() {
    let conn = &mut store();
    let mut found = |title, min, cheap| {
        keys(
            &queryset!(search(title, min, cheap).filter(id > 0))
                .load(conn)
                .unwrap(),
        )
    };
    assert_eq!(found(None, None, false), ALL);
    assert_eq!(found(Some("e"), None, false), [1, 2, 3, 5, 6, 7]);
    assert_eq!(found(None, Some(300_000), false), [3, 7]);
    assert_eq!(found(None, Some(300_000), true), [3]);
    assert_eq!(found(Some("over"), Some(300_000), true), [0; 0]);
}

#[test]
fn an_absent_condition_vanishes_wherever_it_stands() {
    let conn = &mut store();
    let (no, yes) = (false, true);
    // The step, &&, ||, ! and nests of them.
    assert_eq!(
        ids!(
            conn,
            Track.filter(if no {
                id == 1
            })
        ),
        ALL
    );
    assert_eq!(
        ids!(
            conn,
            Track.exclude(if no {
                id == 1
            })
        ),
        ALL
    );
    assert_eq!(
        ids!(
            conn,
            Track.exclude(if yes {
                id == 1
            })
        ),
        [2, 3, 4, 5, 6, 7]
    );
    assert_eq!(
        ids!(
            conn,
            Track.filter(
                (if no {
                    id == 1
                }) && id == 2
            )
        ),
        [2]
    );
    assert_eq!(
        ids!(
            conn,
            Track.filter(
                id == 2
                    && if no {
                        id == 1
                    }
            )
        ),
        [2]
    );
    assert_eq!(
        ids!(
            conn,
            Track.filter(
                (if no {
                    id == 1
                }) || id == 2
            )
        ),
        [2]
    );
    assert_eq!(
        ids!(
            conn,
            Track.filter(
                id == 2
                    || if no {
                        id == 1
                    }
            )
        ),
        [2]
    );
    assert_eq!(
        ids!(
            conn,
            Track.filter(
                (if no {
                    id == 1
                }) || if no {
                    id == 2
                }
            )
        ),
        ALL
    );
    assert_eq!(
        ids!(
            conn,
            Track.filter(
                !(if no {
                    id == 1
                })
            )
        ),
        ALL
    );
    assert_eq!(
        ids!(
            conn,
            Track.filter(
                !(if no {
                    id == 1
                }) && id == 3
            )
        ),
        [3]
    );
    assert_eq!(
        ids!(
            conn,
            Track.exclude(
                id == 2
                    || if no {
                        id == 1
                    }
            )
        ),
        [1, 3, 4, 5, 6, 7]
    );
    assert_eq!(
        ids!(
            conn,
            Track.filter(
                !!(if no {
                    id == 1
                } && if no {
                    id == 2
                })
            )
        ),
        ALL
    );
    assert_eq!(
        ids!(
            conn,
            Track
                .filter(if no {
                    id == 1
                })
                .filter(if no {
                    id == 2
                })
                .exclude(id > 1)
        ),
        [1]
    );
    // Quantifiers: `any` and `none` still ask for a row, `all` asks nothing.
    assert_eq!(
        ids!(
            conn,
            Album.filter(tracks.any(if no {
                id == 1
            }))
        ),
        [1, 2, 3, 4]
    );
    assert_eq!(
        ids!(
            conn,
            Album.filter(tracks.none(if no {
                id == 1
            }))
        ),
        [5]
    );
    assert_eq!(
        ids!(
            conn,
            Album.filter(tracks.all(if no {
                id == 1
            }))
        ),
        [1, 2, 3, 4, 5]
    );
    assert_eq!(
        ids!(
            conn,
            Album.filter(tracks.any(
                (if no {
                    id == 1
                }) && id > 5
            ))
        ),
        [4]
    );
    assert_eq!(
        ids!(
            conn,
            Album.filter(
                !tracks.all(if no {
                    id == 1
                }) && id == 5
            )
        ),
        [5]
    );
    assert_eq!(
        ids!(
            conn,
            Album.filter(tracks.any(playlists.any(if no {
                id == 1
            })))
        ),
        [1, 2, 3, 4]
    );
    // An absent condition needs no join either.
    assert_eq!(
        ids!(
            conn,
            Track.filter(if no {
                album.artist.country.name == "USA"
            })
        ),
        ALL
    );
}

#[test]
fn if_and_match_choose_between_different_conditions() {
    let conn = &mut store();
    let mut by = |what: u8, text: &str| {
        let number = text.len();
        ids!(
            conn,
            Track.filter(match what {
                0 => name.startswith(text),
                1 if text.is_empty() => composer.is_null(),
                1 => composer == text,
                2 => {
                    let longer = i32::try_from(number).unwrap() * 100_000;
                    milliseconds > longer
                }
                3 => {}
                4 => (),
                _ => genre.name == text || album.title.contains(text),
            })
        )
    };
    assert_eq!(by(0, "B"), [3]);
    assert_eq!(by(1, ""), [3, 4]);
    assert_eq!(by(1, "Young"), [1, 2]);
    assert_eq!(by(2, "abc"), [3, 7]);
    assert_eq!(by(3, "x"), ALL);
    assert_eq!(by(4, "x"), ALL);
    assert_eq!(by(9, "Rock"), [1, 2, 6, 7]);

    for n in 0..4 {
        let found = ids!(
            conn,
            Track.filter(if n == 0 {
                id == 1
            } else if n == 1 {
                price > 1.5
            } else {
                name == "Overdose"
            })
        );
        assert_eq!(found, [&[1][..], &[4, 7], &[7], &[7]][n]);
        let chained = ids!(
            conn,
            Track.filter(if n == 0 {
                id == 1
            } else if n == 1 {
                price > 1.5
            } else {
                id < n as i32
            })
        );
        assert_eq!(chained, [&[1][..], &[4, 7], &[1], &[1, 2]][n]);
    }
    let wish: Result<i32, &str> = Err("Overdose");
    let found = ids!(
        conn,
        Track.filter(match wish {
            Ok(number) => id == number,
            Err(text) => name == text,
        })
    );
    assert_eq!(found, [7]);
}

#[test]
fn a_rust_value_that_is_a_condition_stands_in_braces() {
    let conn = &mut store();
    let fields = fields_of(&Track);
    let long = fields.milliseconds().gt(300_000);
    assert_eq!(ids!(conn, Track.filter({ long })), [3, 7]);
    assert_eq!(ids!(conn, Track.filter({ long } && price > 1.5)), [7]);
    assert_eq!(ids!(conn, Track.filter(!{ long })), [1, 2, 4, 5, 6]);
    let perhaps = Some(long);
    assert_eq!(ids!(conn, Track.filter({ perhaps } || id == 1)), [1, 3, 7]);
}
