//! Every line of the page for those who come from Django compiles.
orm_core::doctest_models!();
use diesel::sqlite::Sqlite;

condition! { fn long(min: i32) for Track = milliseconds >= min }

#[derive(Model, Debug, Clone)]
#[model(table = "albums", default_scope = with_title)]
pub struct Titled {
    pub id: i32,
    pub title: String,
}
condition! { fn with_title() for Titled = title != "" }

struct Card {
    title: String,
    artist: String,
}
struct Stats {
    n: i64,
}

#[derive(Model, Debug, Clone)]
struct Show {
    id: i32,
    day: chrono::NaiveDate,
    at: chrono::NaiveDateTime,
}

fn main() -> orm_core::Result<()> {
    let conn = &mut connection();
    queryset!(Album.filter(title == "x", id < 5)).load(conn)?;
    queryset!(Album.exclude(title == "x")).load(conn)?;
    queryset!(Album.filter(id == 1 || !(title == "x"))).load(conn)?;
    queryset!(Album.filter((id == 1 && !(id == 2)) || (!(id == 1) && id == 2))).load(conn)?;
    queryset!(Album.filter(artist.name == "x")).load(conn)?;
    queryset!(Album.filter(tracks.any(name == "x"))).load(conn)?;
    queryset!(Album.filter(tracks.all(name != "x"))).load(conn)?;
    queryset!(Track.filter(album_id < F(milliseconds) + 1)).load(conn)?;
    queryset!(Track.filter(unit_price.between(1.0, 2.0))).load(conn)?;
    queryset!(Album.filter(id.in_([1, 2]))).load(conn)?;
    queryset!(Album.filter(artist_id.in_(queryset!(Artist.filter(name == "x"))))).load(conn)?;
    queryset!(Track.filter(genre_id.is_null())).load(conn)?;
    queryset!(Album.order_by(artist.name, -title)).load(conn)?;
    queryset!(Track.order_by(-genre_id.nulls_last())).load(conn)?;
    queryset!(Album.order_by(random())).load(conn)?;
    queryset!(Album.reverse().distinct()).load(conn)?;
    let _ = queryset!(Track.order_by(-milliseconds).distinct_on(album_id)); // on PostgreSQL
    let _ = (queryset!(Show.dates(-day, month)), queryset!(Show.datetimes(at, hour)));
    queryset!(Album[5..10]).load(conn)?;
    queryset!(Album.order_by(id)[..10].filter(title != "x")).load(conn)?;
    let (a, b) = (queryset!(Album.filter(id == 1)), queryset!(Album.filter(id == 2)));
    queryset!(a.union({ b })).load(conn)?;
    queryset!(a.intersect(b)).load(conn)?;
    queryset!(a.except(b)).load(conn)?;
    queryset!(Album.values(title, artist.name)).load(conn)?;
    queryset!(Album.values_list(title, id)).load(conn)?;
    queryset!(Album.values_list(title)).load(conn)?;
    for card in queryset!(Album.select(Card { title, artist: artist.name })).load(conn)? {
        println!("{} {}", card.title, card.artist);
    }
    queryset!(Album.annotate(n = count(tracks), m = count(artist.albums))).load(conn)?;
    queryset!(Album.annotate(n = count(tracks).filter(tracks.unit_price > 1.0))).load(conn)?;
    queryset!(Track.aggregate(n = count_distinct(genre_id), total = sum(unit_price))).get(conn)?;
    queryset!(Album.annotate(total = coalesce(sum(tracks.milliseconds), 0))).load(conn)?;
    queryset!(Album.filter(count(tracks) > 3)).load(conn)?;
    queryset!(Track.values(genre_id).annotate(n = count(id))).load(conn)?;
    queryset!(Track.group_by(genre_id).annotate(n = count()).filter(n > 3)).load(conn)?;
    for row in queryset!(Album.annotate(Stats { n: count(tracks) })).load(conn)? {
        println!("{} {}", row.title, row.annotation.n);
    }
    queryset!(Album.annotate(first = subquery(Track.filter(album_id == outer(id)).values_list(name)))).load(conn)?;
    queryset!(Album.filter(exists(Track.filter(album_id == outer(id))))).load(conn)?;
    queryset!(Track.annotate(r = row_number().over(partition_by(album_id), order_by(-milliseconds))).filter(r <= 3)).load(conn)?;
    queryset!(Album.select_related(artist)).load(conn)?;
    queryset!(Album.prefetch_related(tracks.genre)).load(conn)?;
    queryset!(Album.prefetch_related(tracks.filter(id > 0).order_by(-id)[..3])).load(conn)?;
    for row in queryset!(Album.prefetch_related(recent = tracks.order_by(-id)[..3])).load(conn)? {
        println!("{:?}", row.recent.shown());
    }
    let rows = Album.load(conn)?;
    queryset!(rows.prefetch_related(tracks)).load(conn)?;
    queryset!(Album.filter(id == 1)).get(conn)?;
    Album.first(conn)?;
    Album.last(conn)?;
    queryset!(Album.order_by(-title)).first(conn)?;
    Album.count(conn)?;
    Album.exists(conn)?;
    let row = Album.first(conn)?.unwrap();
    Album.contains(&row, conn)?;
    Album.in_bulk([1, 2], conn)?;
    for row in Album.iterator(conn)? { row?; }
    for rows in queryset!(Album.prefetch_related(tracks)).chunks(2, conn)? { rows?; }
    println!("{}", Album.explain(conn)?);
    Album.page(1, 20, conn)?;
    Album.page_after(None, 20, conn)?;
    atomic(conn, |conn| Album.count(conn))?;
    queryset!(Track.filter(long(3))).load(conn)?;
    queryset!(Album.filter(tracks.any(long(3)))).load(conn)?;
    queryset!(Titled.filter(id > 0)).load(conn)?;
    queryset!(Titled.unscoped().filter(id > 0)).load(conn)?;
    let mut boxed = queryset!(Album.boxed::<Sqlite>());
    for word in ["a", "b"] { boxed = queryset!(boxed.filter(title.contains(word))); }
    boxed.load(conn)?;
    let sort = "-title";
    queryset!(Album.order_by_name(&sort, [title, artist = artist.name])?).load(conn)?;
    Ok(())
}
