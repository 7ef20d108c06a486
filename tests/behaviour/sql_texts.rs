//! SQL as SQLite gets it: the few texts that must not change unseen.

use orm_core::prelude::*;

use crate::support::*;

/// The text without the binds.
macro_rules! text {
    ($($queryset:tt)*) => {{
        let shown = sql(&queryset!($($queryset)*));
        shown.split(" -- binds: ").next().unwrap().to_owned()
    }};
}

#[test]
fn a_plain_queryset_names_its_columns() {
    assert_eq!(
        text!(Genre),
        "SELECT `self`.`id`, `self`.`name` FROM `genres` AS `self`"
    );
}

#[test]
fn conditions_join_what_they_walk() {
    assert_eq!(
        text!(Artist.filter(country.name == "USA").order_by(-name)[..3]),
        "SELECT `self`.`id`, `self`.`name`, `self`.`country_id` FROM `artists` AS `self` \
         INNER JOIN `countries` AS `country` ON `country`.`id` = `self`.`country_id` \
         WHERE `country`.`name` = ? ORDER BY `self`.`name` DESC, `self`.`id` LIMIT +?"
    );
}

#[test]
fn quantifiers_are_exists_and_exclude_is_not_true() {
    assert_eq!(
        text!(Genre.exclude(tracks.any(milliseconds > 5))),
        "SELECT `self`.`id`, `self`.`name` FROM `genres` AS `self` \
         WHERE (EXISTS (SELECT 1 FROM `tracks` AS `tracks` WHERE `tracks`.`genre_id` = `self`.`id` \
         AND `tracks`.`milliseconds` > ?)) IS NOT TRUE"
    );
}

#[test]
fn a_batch_starts_at_its_keys() {
    let conn = &mut store();
    let watch = orm_core::instrument::watch(conn);
    queryset!(Genre.prefetch_related(tracks.order_by(id)))
        .load(conn)
        .unwrap();
    let seen = watch.finish(conn).queries;
    assert!(
        seen[1].contains("FROM JSON_EACH(?) AS `self.keys` CROSS JOIN `tracks`"),
        "{seen:?}"
    );
    assert!(seen[1].contains("ORDER BY `self`.`id`"), "{seen:?}");
    assert_eq!(seen.len(), 2);
}
