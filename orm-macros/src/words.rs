//! Every word of the two languages: what the parsers know, and the suggestions offer.

/// Steps of a queryset.
pub(crate) const STEPS: &[&str] = &[
    "filter",
    "exclude",
    "order_by",
    "reverse",
    "distinct",
    "select_related",
    "prefetch_related",
];

/// Steps of other ORMs, and what is written here instead.
pub(crate) const FOREIGN_STEPS: &[(&str, &str)] = &[
    ("all", "a model's name is the queryset of all its rows"),
    ("objects", "a model's name is the queryset of all its rows"),
    ("where", "write `filter`"),
    (
        "find",
        "write `filter`, and `.get(&mut conn)` outside the macro",
    ),
    (
        "include",
        "write `select_related` (one JOIN) or `prefetch_related` (one batched query)",
    ),
    ("preload", "write `prefetch_related`"),
    ("joins", "write `select_related`"),
    ("inner_join", "write `select_related`"),
    ("left_join", "write `select_related`"),
    ("limit", "write a slice, `[..n]`"),
    ("offset", "write a slice, `[n..]`"),
    ("order", "write `order_by`"),
    ("sort_by", "write `order_by`"),
    ("order_by_desc", "write `order_by(-column)`"),
    (
        "eager_load",
        "write `select_related` (one JOIN) or `prefetch_related` (one batched query)",
    ),
    ("annotate", "this step is not part of the language yet"),
    ("values", "this step is not part of the language yet"),
    ("values_list", "this step is not part of the language yet"),
];

/// What takes a connection: outside the macro.
pub(crate) const TERMINALS: &[&str] = &[
    "load", "get", "first", "last", "count", "exists", "iterator", "chunks", "in_bulk",
];

/// Lookups that take one value.
pub(crate) const VALUE_LOOKUPS: &[&str] = &[
    "contains",
    "icontains",
    "startswith",
    "istartswith",
    "endswith",
    "iendswith",
    "iexact",
    "regex",
    "iregex",
    "in_",
    "same",
];

/// Lookups that take no value.
pub(crate) const NULL_LOOKUPS: &[&str] = &["is_null", "is_not_null"];

/// Parts of dates and times: expressions that can be compared.
pub(crate) const PARTS: &[&str] = &[
    "year", "month", "day", "week_day", "hour", "minute", "second",
];

/// Quantifiers.
pub(crate) const QUANTIFIERS: &[&str] = &["any", "all", "none"];

/// Everything that can be called in a condition.
pub(crate) fn calls() -> Vec<&'static str> {
    [
        VALUE_LOOKUPS,
        NULL_LOOKUPS,
        PARTS,
        QUANTIFIERS,
        &["between"],
    ]
    .concat()
}

/// Lookups of other ORMs, and what is written here instead.
pub(crate) const FOREIGN_LOOKUPS: &[(&str, &str)] = &[
    ("exact", "`==`"),
    ("eq", "`==`"),
    ("ne", "`!=`"),
    ("gt", "`>`"),
    ("gte", "`>=`"),
    ("ge", "`>=`"),
    ("lt", "`<`"),
    ("lte", "`<=`"),
    ("le", "`<=`"),
    ("isnull", "`is_null()`"),
    ("is_none", "`is_null()`"),
    ("is_some", "`is_not_null()`"),
    ("range", "`between(low, high)`"),
    ("eq_any", "`in_(…)`"),
    ("like", "`contains`, `startswith` or `endswith`"),
    ("ilike", "`icontains`, `istartswith` or `iendswith`"),
    ("starts_with", "`startswith`"),
    ("ends_with", "`endswith`"),
    ("exists", "`any()`"),
];

/// Keys of `#[model(…)]` on a field.
pub(crate) const FIELD_KEYS: &[&str] = &[
    "primary_key",
    "auto",
    "column",
    "foreign_key",
    "one_to_one",
    "relation",
    "on_delete",
    "unique",
    "index",
    "max_length",
    "default",
    "db_default",
    "auto_now",
    "auto_now_add",
    "check",
    "sql_type",
];

/// Keys of `#[model(…)]` on the struct.
pub(crate) const STRUCT_KEYS: &[&str] = &[
    "table",
    "diesel_table",
    "has_many",
    "has_one",
    "foreign_key",
    "many_to_many",
    "primary_key",
    "unique",
    "index",
    "check",
    "ordering",
    "readonly",
    "serialize",
    "no_accessors",
    "crate",
];

/// Keys of `#[key(…)]`.
pub(crate) const KEY_KEYS: &[&str] = &["crate"];

/// Keys of `#[choice(…)]` on the enum.
pub(crate) const CHOICE_KEYS: &[&str] = &["rename_all", "integer", "postgres_enum", "crate"];

/// Keys of `#[choice(…)]` on a variant.
pub(crate) const VARIANT_KEYS: &[&str] = &["rename", "label"];

/// What `rename_all` may say; serde's words.
pub(crate) const CASES: &[&str] = &[
    "snake_case",
    "SCREAMING_SNAKE_CASE",
    "kebab-case",
    "SCREAMING-KEBAB-CASE",
    "camelCase",
    "PascalCase",
    "lowercase",
    "UPPERCASE",
];

/// What `on_delete` may say.
pub(crate) const ON_DELETE: &[&str] = &[
    "cascade",
    "restrict",
    "set_null",
    "set_default",
    "no_action",
];

/// Names that a relation may not have: a row's own methods use them.
pub(crate) const REFUSED_RELATIONS: &[&str] = &[
    "model", "models", "deref", "clone", "from", "into", "fmt", "eq", "ne", "self", "row", "data",
];
