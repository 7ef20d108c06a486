//! What the macros emit as a whole: how much of it, and which words for which slip.

use proc_macro2::TokenStream;
use quote::quote;

/// The lines of items, laid out as rustfmt would.
fn lines(items: &TokenStream) -> usize {
    match syn::parse2(items.clone()) {
        Ok(file) => prettyplease::unparse(&file).lines().count(),
        Err(error) => panic!("{error} in {items}"),
    }
}

/// The words of the errors of a queryset.
fn words(source: &str) -> String {
    match source.parse() {
        Ok(tokens) => crate::queryset::queryset(tokens).to_string(),
        Err(error) => panic!("{error} in {source}"),
    }
}

#[test]
fn a_model_of_ten_fields_and_two_relations_stays_small() {
    let input = syn::parse_quote! {
        #[derive(Model, Debug, Clone)]
        #[model(table = "albums", ordering(title), has_many(tracks = Track::album))]
        pub struct Album {
            pub id: i32,
            #[model(max_length = 160)]
            pub title: String,
            #[model(foreign_key = Artist, on_delete = "cascade")]
            pub artist_id: i32,
            pub released: Option<NaiveDate>,
            pub price: BigDecimal,
            pub stock: i32,
            pub reserved: i32,
            pub hidden: bool,
            pub label: Option<String>,
            pub cover: Vec<u8>,
        }
    };
    let emitted = lines(&crate::model::derive(&input));
    assert!(
        emitted <= BUDGET,
        "{emitted} lines, and {BUDGET} are allowed"
    );
}

/// What a model of ten fields and two relations may cost: every user compiles it for each of
/// theirs. (Diesel's `table!` writes 2,181 lines for ten columns.) Six lines a column are what
/// values need: each column's type in Rust, for tuples and structs of selected values; and twenty what
/// creating rows needs, seven of which let the compiler name a field that was forgotten. Three let
/// `bulk_update` see the column of a row that is there.
const BUDGET: usize = 1020;

#[test]
fn a_clause_of_a_queryset_takes_three_lines_at_most() {
    let base = quote!(Album);
    let clauses: &[(usize, TokenStream)] = &[
        (1, quote!(Album.filter(title == "x"))),
        (
            2,
            quote!(
                Album
                    .filter(title == "x")
                    .exclude(artist.name.icontains("y"))
            ),
        ),
        (
            5,
            quote!(
                Album
                    .filter(title == "x" && id > 5)
                    .order_by(artist.name, -title)[..5]
            ),
        ),
        (
            6,
            quote!(
                Album
                    .filter(artist.name.istartswith("a") && id.in_([1, 2]))
                    .select_related(artist.country)
                    .prefetch_related(tracks.genre, tracks.playlists)[..n]
            ),
        ),
    ];
    let of = |tokens: &TokenStream| {
        let body = crate::queryset::queryset(tokens.clone());
        lines(&quote!(fn f() { #body }))
    };
    let empty = of(&base);
    for (count, tokens) in clauses {
        let more = of(tokens) - empty;
        assert!(
            more <= 3 * count,
            "{more} lines for {count} clauses: {tokens}"
        );
    }
}

#[test]
fn slips_of_grammar_get_words() {
    for (source, said) in [
        ("Album.filter(id.in([1]))", "the lookup is `column.in_(…)`"),
        ("Album.filter(id in [1])", "the lookup is `column.in_(…)`"),
        (
            "Album.filter(type == 1)",
            "a field of that name is `r#type`",
        ),
        ("Album.filter(1 < id < 5)", "comparisons do not chain"),
        ("Album.filter(id > 1 & id < 5)", "joined by `&&` and `||`"),
        ("Album.filter(id > 1 and id < 5)", "`and` is written `&&`"),
        ("Album.filter(not hidden)", "`not` is written `!`"),
        ("Album.filter(id as i64 > 5)", "`as` is Rust's"),
        ("Album.filter(title = \"x\")", "write `==`"),
        (
            "Album.filter(title__icontains = \"x\")",
            "`title.icontains(…)`",
        ),
        ("Album.filter(artist__name == \"x\")", "`artist.name`"),
        ("Album.filter(composer == None)", "`column.is_null()`"),
        ("Album.where(id == 1)", "write `filter`"),
        ("Album.limit(5)", "write a slice, `[..n]`"),
        (
            "Album.objects.filter(id == 1)",
            "the queryset of all its rows",
        ),
        ("Album.filter(id.gt(1))", "write `>`"),
        ("Album.filter(id.isnull())", "write `is_null()`"),
        (
            "Album.order_by(\"title\")",
            "names are written without quotes",
        ),
        ("Album[0..=4]", "a slice's end is not included"),
        ("Album[-5..]", "a slice counts from the start"),
        ("Album[0]", "one row is"),
        ("Album.filter(id == 1).load(conn)", "goes outside"),
        ("Album.fliter(id == 1)", "did you mean `filter`?"),
        (
            "Album.filter(title.startwith(\"x\"))",
            "did you mean `startswith`?",
        ),
        (
            "Album.filter(id.in_(Artist.filter(x == 1)))",
            "`in_(queryset!(…))`",
        ),
        ("Album.filter(|a| a.id == 1)", "a closure is Rust"),
    ] {
        let words = words(source);
        assert!(
            words.contains("compile_error"),
            "{source} is taken: {words}"
        );
        assert!(words.contains(said), "{source}: {words}");
    }
}

#[test]
fn a_field_called_with_two_underscores_is_a_raw_name() {
    let emitted = words("Album.filter(r#made__by == \"x\")");
    assert!(!emitted.contains("compile_error"), "{emitted}");
}

#[test]
fn a_model_with_a_mistake_keeps_what_is_right() {
    let input = syn::parse_quote! {
        #[model(tabel = "albums", has_many(tracks = Track::album))]
        pub struct Album {
            pub id: i32,
            #[model(foreign_key = Artist)]
            pub artist: i32,
        }
    };
    let emitted = crate::model::derive(&input).to_string();
    for part in [
        "did you mean `table`?",
        "rename it `artist_id`",
        "fn tracks",
        "struct AlbumRow",
    ] {
        assert!(emitted.contains(part), "no {part}");
    }
}

#[test]
fn a_struct_of_input_stays_small() {
    let input = syn::parse_quote! {
        #[model(for = Book)]
        struct EditBook<'a> {
            title: Option<&'a str>,
            author_id: i32,
            note: Option<Option<String>>,
        }
    };
    let (insert, patch) = (crate::input::insert(&input), crate::input::patch(&input));
    let (insert, patch) = (lines(&insert), lines(&patch));
    assert!(insert <= 32, "{insert} lines");
    assert!(patch <= 80, "{patch} lines");
}

#[test]
fn a_struct_of_input_with_a_mistake_still_has_its_impl() {
    let input = syn::parse_quote! {
        #[model(for = Book)]
        struct EditBook {
            #[model(feild = title)]
            name: String,
        }
    };
    for (emitted, of) in [
        (crate::input::insert(&input), "IntoNew"),
        (crate::input::patch(&input), "Patch"),
    ] {
        let emitted = emitted.to_string();
        assert!(emitted.contains("did you mean `field`?"), "{emitted}");
        assert!(emitted.contains(of), "{emitted}");
    }
}
