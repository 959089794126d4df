use crate::{
    Source,
    api::{Api, SchemaId, Shape},
    read,
};

/// Lowers a description with these component schemas, and returns it with the codes of its diagnostics.
fn lowered(schemas: &str) -> (Api, Vec<&'static str>) {
    let head = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n";
    let lines = schemas.lines().map(|line| format!("    {}\n", line.trim()));
    let text: String = std::iter::once(head.to_owned()).chain(lines).collect();
    let (api, diagnostics) = read(&Source::new("spec.yaml", text));
    let codes = diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    (api.expect("the description can be read"), codes)
}

/// Writes a schema as a type, with its constraints in parentheses.
fn shown(api: &Api, id: SchemaId) -> String {
    let schema = &api.schemas[id];
    let shape = match &schema.shape {
        Shape::Reference(target) => match &api.schemas[*target].origin {
            crate::api::Origin::Component(name) => name.clone(),
            _ => format!("&{}", shown(api, *target)),
        },
        Shape::Integer(format) => format!("{format:?}"),
        Shape::String(format) => format!("{format:?}"),
        Shape::Enum(list) => {
            list.values.iter().map(|value| value.value.to_string()).collect::<Vec<_>>().join("|")
        }
        Shape::Array(items) => format!("[{}]", shown(api, *items)),
        Shape::Map(values) => format!("{{*: {}}}", shown(api, *values)),
        Shape::Object(object) => {
            let properties = object.properties.iter().map(|property| {
                let mark = if property.required { "" } else { "?" };
                format!("{}{mark}: {}", property.name, shown(api, property.schema))
            });
            let rest = object.additional.map(|values| format!("*: {}", shown(api, values)));
            format!("{{{}}}", properties.chain(rest).collect::<Vec<_>>().join(", "))
        }
        Shape::Any(_) => "any".to_owned(),
        other => format!("{other:?}"),
    };
    let constraints: Vec<String> = schema.docs.constraints.iter().map(ToString::to_string).collect();
    if constraints.is_empty() { shape } else { format!("{shape} ({})", constraints.join(", ")) }
}

#[test]
fn intersects_the_members_of_an_all_of() {
    let cases = [
        // Scalars.
        ("[{ type: number }, { type: integer }]", "I64", vec![]),
        (
            "[{ type: string, maxLength: 9 }, { minLength: 2 }]",
            "Plain (at least 2 characters, at most 9 characters)",
            vec![],
        ),
        ("[{ type: string }, { format: uuid }]", "Uuid", vec![]),
        ("[{ type: string, enum: [a, b] }, { enum: [b, c, d] }]", "\"b\"", vec![]),
        ("[{ type: string }, { not: { enum: [a] } }]", "Plain", vec![]),
        // References stay.
        ("[{ $ref: '#/components/schemas/Name' }]", "Name", vec![]),
        ("[{ $ref: '#/components/schemas/Name' }, { maxLength: 5 }]", "Name (at most 5 characters)", vec![]),
        (
            "[{ $ref: '#/components/schemas/Name' }, { type: string, pattern: b }]",
            "Plain (matches a, matches b)",
            vec![],
        ),
        // Objects.
        (
            "[{ type: object, properties: { a: { type: string } } }, { required: [a], properties: { b: { type: integer } } }]",
            "{a: Plain, b?: I64}",
            vec![],
        ),
        (
            "[{ properties: { a: { $ref: '#/components/schemas/Name' } } }, { properties: { a: { type: string } } }]",
            "{a?: Name}",
            vec![],
        ),
        (
            "[{ properties: { a: { $ref: '#/components/schemas/Name' } } }, { properties: { a: { maxLength: 5 } } }]",
            "{a?: &Name (at most 5 characters, matches a)}",
            vec![],
        ),
        (
            "[{ properties: { a: { enum: [x, y] } } }, { properties: { a: { enum: [y, z, x] } } }, { properties: { a: { enum: [y, z] } } }]",
            "{a?: \"y\"}",
            vec![],
        ),
        (
            "[{ additionalProperties: { type: number } }, { additionalProperties: { type: integer, minimum: 1 } }]",
            "{*: I64 (at least 1)}",
            vec![],
        ),
        (
            "[{ properties: { a: { type: string } } }, { additionalProperties: { $ref: '#/components/schemas/Name' } }]",
            "{a?: Plain, *: Name}",
            vec![],
        ),
        // Arrays.
        (
            "[{ type: array, items: { type: string }, minItems: 1 }, { items: { type: string, maxLength: 5 }, maxItems: 2 }]",
            "[Plain (at most 5 characters)] (at least 1 element, at most 2 elements)",
            vec![],
        ),
        // Contradictions.
        ("[{ type: string }, { type: integer }]", "any", vec!["W0009"]),
        ("[{ type: string, minLength: 5 }, { maxLength: 3 }]", "Plain (at most 3 characters)", vec!["W0021"]),
        ("[{ type: string, enum: [a] }, { enum: [b, c] }]", "\"a\"", vec!["W0021"]),
        (
            "[{ type: object, properties: { a: {} }, additionalProperties: false }, { required: [b], properties: { b: { type: string } } }]",
            "{a?: any, b: Plain}",
            vec!["W0021"],
        ),
    ];
    for (members, expected, codes) in cases {
        let name = "Name: { type: string, pattern: a }";
        let (api, found) = lowered(&format!("{name}\nIt: {{ allOf: {members} }}"));
        let it = api.schemas.ids().nth(1).expect("there are two components");
        assert_eq!((shown(&api, it).as_str(), found), (expected, codes), "{members}");
    }
}

#[test]
fn intersects_keywords_beside_the_all_of() {
    let (api, codes) =
        lowered("It: { type: string, maxLength: 3, allOf: [{ type: string, maxLength: 5, minLength: 1 }] }");
    let it = api.schemas.ids().next().expect("there is a component");
    assert_eq!(shown(&api, it), "Plain (at least 1 character, at most 3 characters)");
    assert!(codes.is_empty());
}

#[test]
fn reports_a_contradiction_between_a_reference_and_the_keywords_beside_it() {
    let name = "Name: { type: string, maxLength: 3 }\nAlias: { $ref: '#/components/schemas/Name' }";
    for beside in ["Name", "Alias"] {
        let reference = format!("allOf: [{{ $ref: '#/components/schemas/{beside}' }}]");
        let (_, codes) = lowered(&format!("{name}\nIt: {{ {reference}, minLength: 5 }}"));
        assert_eq!(codes, ["W0021"], "{beside}");
        let (_, codes) = lowered(&format!("{name}\nIt: {{ {reference}, minLength: 2 }}"));
        assert!(codes.is_empty(), "{beside}");
    }
}

#[test]
fn reports_a_contradiction_once_for_all_members_of_a_union() {
    let members = "oneOf: [{ properties: { b: {} } }, { properties: { c: {} } }, { properties: { d: {} } }]";
    let (_, codes) = lowered(&format!(
        "It: {{ type: object, minProperties: 5, allOf: [{{ maxProperties: 3 }}], properties: {{ a: {{}} }}, {members} }}"
    ));
    assert_eq!(codes, ["W0021"]);
}
