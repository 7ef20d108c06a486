//! The tour: what querysets say about a music store, one stop after another.

use bigdecimal::BigDecimal;
use diesel::SqliteConnection;
use orm_core::Result;
use orm_core::prelude::*;

use crate::models::*;
use crate::show::{Stop, cells, visit};
use crate::trim::table;

/// A stop of the tour.
pub type Visit = fn(&mut SqliteConnection) -> Result<Stop>;

/// The stops, in order.
pub const STOPS: &[Visit] = &[
    page,
    up,
    down,
    tree,
    playlists,
    longest,
    one_or_several,
    all,
    complement,
    dates_and_money,
    by_hand,
    by_queryset,
];

/// A text that the schema allows to be NULL.
fn text(value: Option<&String>) -> &str {
    value.map_or("–", String::as_str)
}

/// Milliseconds as minutes and seconds.
fn minutes(milliseconds: i32) -> String {
    format!("{}:{:02}", milliseconds / 60_000, milliseconds / 1000 % 60)
}

/// Order and condition go through relations that are joined once, for all of them.
pub fn page(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, tracks) = visit!("1. The second page of five, with two joins", conn, {
        let (page, size) = (1, 5);
        queryset!(
            Track
                .filter(genre.name == "Jazz" && milliseconds < 300_000)
                .exclude(composer.is_null())
                .order_by(album.artist.name, -milliseconds)
                .select_related(album.artist)[page * size..(page + 1) * size]
        )
        .load(conn)?
    });
    let rows = tracks.iter().map(|track| {
        let artist = track.album().and_then(|album| album.artist().name.as_ref());
        let composer = text(track.composer.as_ref());
        cells![
            track.name,
            text(artist),
            composer,
            minutes(track.milliseconds)
        ]
    });
    Ok(table(stop, ["Track", "Artist", "Composer", "Length"], rows))
}

/// What a function needs is in its signature: any row with at least this loaded will do.
fn sold(line: &has!(InvoiceLine: track.album.artist, invoice.customer)) -> [String; 4] {
    let artist = line
        .track()
        .album()
        .and_then(|album| album.artist().name.as_ref());
    let date = line.invoice().invoice_date.date();
    cells![
        date,
        line.invoice().customer().last_name,
        line.track().name,
        text(artist)
    ]
}

/// From a line of an invoice to the artist, and to the manager of who sold it.
pub fn up(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, lines) = visit!(
        "2. Five levels up from an invoice line, all by joins",
        conn,
        {
            queryset!(
                InvoiceLine
                    .filter(invoice.customer.country == "Norway")
                    .order_by(-invoice.invoice_date, track.name)
                    .select_related(track.album.artist, invoice.customer.support_rep.manager)[..6]
            )
            .load(conn)?
        }
    );
    let rows = lines.iter().map(|line| {
        let [date, customer, track, artist] = sold(line);
        let rep = line.invoice().customer().support_rep();
        let manager = rep.and_then(|rep| rep.manager());
        let name = |employee: Option<&Employee>| text(employee.map(|e| &e.first_name)).to_owned();
        let by = format!(
            "{} for {}",
            name(rep.map(|rep| &**rep)),
            name(manager.map(|m| &**m))
        );
        [date, customer, track, artist, by]
    });
    Ok(table(
        stop,
        ["Sold", "Customer", "Track", "Artist", "By"],
        rows,
    ))
}

/// One query a level, whatever the number of rows.
pub fn down(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, customers) = visit!("3. Four levels down, a query each", conn, {
        queryset!(
            Customer
                .filter(country.in_(["Chile", "Ireland", "Italy"]))
                .order_by(last_name)
                .prefetch_related(invoices.lines.track)
        )
        .load(conn)?
    });
    let rows = customers.iter().map(|customer| {
        let invoices = customer.invoices();
        // Sums of decimals are exact once they are rounded to the cent.
        let paid: BigDecimal = invoices.iter().map(|invoice| cents(&invoice.total)).sum();
        let lines = invoices.iter().flat_map(|invoice| invoice.lines());
        let length: i32 = lines.map(|line| line.track().milliseconds).sum();
        cells![customer.last_name, invoices.len(), paid, minutes(length)]
    });
    Ok(table(
        stop,
        ["Customer", "Invoices", "Paid", "Length of the music"],
        rows,
    ))
}

/// A table that refers to itself, read both ways: up by a join, down by two batches.
pub fn tree(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, employees) = visit!("4. The tree of employees", conn, {
        queryset!(
            Employee
                .order_by(employee_id)
                .select_related(manager)
                .prefetch_related(reports.reports)
        )
        .load(conn)?
    });
    let rows = employees.iter().map(|employee| {
        let direct = employee.reports();
        let second: usize = direct.iter().map(|report| report.reports().len()).sum();
        let manager = employee.manager().map(|manager| &manager.last_name);
        let below = format!("{} + {second}", direct.len());
        cells![
            employee.last_name,
            text(employee.title.as_ref()),
            text(manager),
            below
        ]
    });
    Ok(table(stop, ["Employee", "Title", "Manager", "Below"], rows))
}

/// Many to many, through a link whose key is its two columns. What is loaded is a part: it
/// can be walked and shown, but it has no `len`, which would be taken for the playlist's.
pub fn playlists(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, playlists) = visit!("5. Playlists with the long ones of their tracks", conn, {
        let long = 15 * 60 * 1000;
        queryset!(
            Playlist
                .filter(tracks.any())
                .order_by(playlist_id)
                .prefetch_related(
                    tracks
                        .filter(milliseconds > long)
                        .order_by(-milliseconds)
                        .select_related(genre)
                )
        )
        .load(conn)?
    });
    let rows = playlists.iter().map(|playlist| {
        let long = playlist.tracks().shown();
        let first = long.first();
        let genre = first.and_then(|track| track.genre()?.name.as_ref());
        let name = text(playlist.name.as_ref());
        cells![
            name,
            long.len(),
            text(first.map(|track| &track.name)),
            text(genre)
        ]
    });
    Ok(table(
        stop,
        ["Playlist", "Long tracks", "The longest", "Genre"],
        rows,
    ))
}

/// A slice of each parent's children, by a window function in one query.
pub fn longest(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, albums) = visit!("6. The three longest tracks of each album", conn, {
        queryset!(
            Album
                .filter(artist.name == "Deep Purple")
                .order_by(title)
                .prefetch_related(tracks.order_by(-milliseconds)[..3])
        )
        .load(conn)?
    });
    let rows = albums.iter().map(|album| {
        let shown = album.tracks().iter();
        let mut tracks = shown.map(|t| format!("{} {}", minutes(t.milliseconds), t.name));
        let mut next = || tracks.next().unwrap_or_default();
        cells![album.title, next(), next(), next()]
    });
    Ok(table(stop, ["Album", "First", "Second", "Third"], rows))
}

/// Both conditions on one track, or each on some track: EXISTS, so rows never multiply.
pub fn one_or_several(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, (one, several)) = visit!("7. One track that is both, or a track for each", conn, {
        let long = 20 * 60 * 1000;
        let one = queryset!(
            Playlist.filter(tracks.any(genre.name == "Classical" && milliseconds > long))
        );
        let several = queryset!(
            Playlist
                .filter(tracks.any(genre.name == "Classical") && tracks.any(milliseconds > long))
        );
        (one.count(conn)?, several.count(conn)?)
    });
    Ok(table(
        stop,
        ["One track", "Several tracks"],
        [cells![one, several]],
    ))
}

/// `all` of none is true, so that there are albums is said too.
pub fn all(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, artists) = visit!("8. Artists of nothing but Metal", conn, {
        queryset!(
            Artist
                .filter(albums.any() && albums.all(tracks.all(genre.name == "Metal")))
                .order_by(name)
                .prefetch_related(albums)
        )
        .load(conn)?
    });
    let rows = artists.iter().map(|artist| {
        let titles: Vec<&str> = artist
            .albums()
            .iter()
            .map(|album| album.title.as_str())
            .collect();
        cells![text(artist.name.as_ref()), titles.len(), titles.join(", ")]
    });
    Ok(table(stop, ["Artist", "Albums", "Titles"], rows))
}

/// `!=` follows SQL, where NULL is unequal to nothing; `exclude` is what `filter` leaves out.
pub fn complement(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, counts) = visit!("9. NULL: unequal, and not equal", conn, {
        [
            Customer.count(conn)?,
            queryset!(Customer.filter(state == "CA")).count(conn)?,
            queryset!(Customer.filter(state != "CA")).count(conn)?,
            queryset!(Customer.exclude(state == "CA")).count(conn)?,
        ]
    });
    let head = [
        "Customers",
        "In CA",
        "state != \"CA\"",
        "exclude(state == \"CA\")",
    ];
    Ok(table(stop, head, [counts.map(|count| count.to_string())]))
}

/// Parts of dates, a decimal that is compared exactly, a column against another table's.
pub fn dates_and_money(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, invoices) = visit!(
        "10. Spring invoices above ten, sent to the customer's city",
        conn,
        {
            queryset!(
                Invoice
                    .filter(invoice_date.month().in_([3, 4, 5]) && total > 10.00)
                    .filter(billing_city == F(customer.city))
                    .order_by(-total, invoice_date)
                    .select_related(customer)
            )
            .load(conn)?
        }
    );
    let rows = invoices.iter().map(|invoice| {
        let city = text(invoice.billing_city.as_ref());
        let date = invoice.invoice_date.date();
        cells![
            date,
            invoice.customer().last_name,
            city,
            cents(&invoice.total)
        ]
    });
    Ok(table(stop, ["Date", "Customer", "City", "Total"], rows))
}

/// A track's key, and its album's title.
pub type Title = (i32, String);

/// What happens by accident elsewhere, and must be written out here.
pub fn by_hand(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, titles) = titles_by_hand(conn)?;
    let rows = titles
        .iter()
        .take(3)
        .map(|(track, title)| cells![track, title]);
    Ok(table(stop, ["Track", "Album"], rows))
}

/// The same by one query, and what that saves.
pub fn by_queryset(conn: &mut SqliteConnection) -> Result<Stop> {
    let (hand, hand_titles) = titles_by_hand(conn)?;
    let (stop, titles) = titles_by_queryset(conn)?;
    let row = |way: &str, stop: &Stop, titles: &[Title]| {
        cells![way, titles.len(), stop.queries.len(), stop.milliseconds()]
    };
    let rows = [
        row("by hand", &hand, &hand_titles),
        row("by queryset", &stop, &titles),
    ];
    Ok(table(stop, ["Way", "Titles", "Queries", "Time"], rows))
}

/// A query for the page, and one for each row.
pub fn titles_by_hand(conn: &mut SqliteConnection) -> Result<(Stop, Vec<Title>)> {
    Ok(visit!(
        "11. Five hundred tracks with their albums, by hand",
        conn,
        {
            let mut titles = Vec::new();
            for track in queryset!(Track.order_by(track_id)[..500]).load(conn)? {
                let Some(key) = track.album_id else { continue };
                let album = queryset!(Album.filter(album_id == key)).get(conn)?;
                titles.push((track.track_id, album.title.clone()));
            }
            titles
        }
    ))
}

/// One query for all.
pub fn titles_by_queryset(conn: &mut SqliteConnection) -> Result<(Stop, Vec<Title>)> {
    Ok(visit!(
        "12. The same five hundred tracks, by a queryset",
        conn,
        {
            let mut titles = Vec::new();
            for track in
                queryset!(Track.order_by(track_id).select_related(album)[..500]).load(conn)?
            {
                if let Some(album) = track.album() {
                    titles.push((track.track_id, album.title.clone()));
                }
            }
            titles
        }
    ))
}
