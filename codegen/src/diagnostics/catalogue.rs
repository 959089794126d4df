use std::fmt;

use serde::{Serialize, Serializer};

use super::Severity;

/// A kind of diagnostic, by the code that `cargo xtask explain` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code(&'static str);

impl Code {
    /// The code as it is shown: `E0012`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// Whether it is the settings that are wrong, so that nothing is generated.
    #[must_use]
    pub fn is_about_settings(self) -> bool {
        self == Self::RENAME || self == Self::NAME_TAKEN
    }

    /// `E` is an error, `W` a warning.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.0.starts_with('E') { Severity::Error } else { Severity::Warning }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

/// What a code means, with an example that is wrong and one that is right.
#[derive(Debug)]
pub struct Explanation {
    /// The code.
    pub code: Code,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// What it means and what the generator does then.
    pub text: &'static str,
    /// A piece of a description that has this diagnostic.
    pub wrong: &'static str,
    /// The same, mended.
    pub right: &'static str,
}

/// The explanation of the code `name`, in any case.
#[must_use]
pub fn explain(name: &str) -> Option<&'static Explanation> {
    CATALOGUE.iter().find(|explanation| explanation.code.0.eq_ignore_ascii_case(name))
}

macro_rules! catalogue {
    ($($constant:ident = $code:literal, $title:literal, $text:literal, wrong: $wrong:literal, right: $right:literal;)*) => {
        impl Code {
            $(#[doc = concat!("`", $code, "`: ", $title, ".")] pub const $constant: Code = Code($code);)*
        }

        /// Every code that there is.
        pub const CATALOGUE: &[Explanation] = &[
            $(Explanation { code: Code::$constant, title: $title, text: $text, wrong: $wrong, right: $right },)*
        ];
    };
}

catalogue! {
    SYNTAX = "E0001", "the text is neither JSON nor YAML",
        "The text cannot be read at all, so nothing is generated. A text whose first character is `{` is \
         read as JSON, any other as YAML 1.2.",
        wrong: "paths:\n  /pets\n    get: {}\n",
        right: "paths:\n  /pets:\n    get: {}\n";
    VERSION = "E0002", "this version of OpenAPI is not read",
        "The field `openapi` says which version of the specification a description follows. Only 3.0 is \
         read so far: converters from Swagger 2.0 and from 3.1 exist, and nothing is generated until then.",
        wrong: "swagger: '2.0'\ninfo: { title: Pets, version: '1' }\n",
        right: "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\n";
    MALFORMED = "E0003", "a part is not what OpenAPI says it is",
        "A field has a value of another type than the OpenAPI specification gives it, or a field that is \
         required is missing. A schema that cannot be read is taken as one that says nothing; an operation \
         that cannot be read is left out; everything else is generated.",
        wrong: "get:\n  parameters:\n    - name: limit\n      in: somewhere\n",
        right: "get:\n  parameters:\n    - name: limit\n      in: query\n      schema: { type: integer }\n";
    DANGLING_REF = "E0004", "a `$ref` leads nowhere",
        "A `$ref` names something that the description does not have. Where it stands for a schema, the \
         value is left untyped; where it stands for a parameter, a body or a response, the operation is \
         left out.",
        wrong: "schema: { $ref: '#/components/schemas/Pte' }\n",
        right: "schema: { $ref: '#/components/schemas/Pet' }\n";
    FOREIGN_REF = "E0005", "a `$ref` leads to where the generator does not follow",
        "References are followed within the description, to what stands below `components`. One to another \
         file, to a URL or into the middle of a schema is not. A bundler such as `redocly bundle` makes one \
         file of many.",
        wrong: "schema: { $ref: 'pets.yaml#/Pet' }\n",
        right: "schema: { $ref: '#/components/schemas/Pet' }\n";
    REF_CYCLE = "E0006", "a `$ref` leads back to itself",
        "References that form a ring say nothing: there is no schema, parameter or body at the end of them. \
         A schema that contains itself as a property, an element or a value is fine and is not meant here.",
        wrong: "A: { $ref: '#/components/schemas/B' }\nB: { $ref: '#/components/schemas/A' }\n",
        right: "A: { $ref: '#/components/schemas/B' }\nB: { type: string }\n";
    RENAME = "E0009", "a setting names something that is not there",
        "A `rename` or `only` of the settings applies to nothing in the description: it may be misspelt, or \
         the description has changed. Nothing is generated, so that a name does not change unnoticed.",
        wrong: "[api.pets.rename.schemas]\nPte = \"Animal\"\n",
        right: "[api.pets.rename.schemas]\nPet = \"Animal\"\n";
    PATH_ITEM_REF = "E0010", "a path item is a `$ref`",
        "A path item of its own document is not followed in OpenAPI 3.0, where it could only be in another \
         file. The operations of that path are left out.",
        wrong: "paths:\n  /pets: { $ref: 'pets.yaml' }\n",
        right: "paths:\n  /pets:\n    get: { responses: { '200': { description: All pets. } } }\n";
    NAME_TAKEN = "E0011", "a name that the settings ask for is taken",
        "Two items cannot have the same name. The one that the settings rename has to be called something \
         else.",
        wrong: "[api.pets.rename.schemas]\nPet = \"Error\"\n",
        right: "[api.pets.rename.schemas]\nPet = \"PetRecord\"\n";
    PARAMETER = "E0012", "a parameter cannot be sent",
        "The name of a header is a token (RFC 9110, section 5.6.2): letters, digits and a few signs. An operation \
         with a parameter that has another name is left out.",
        wrong: "parameters:\n  - { name: 'X Trace', in: header, schema: { type: string } }\n",
        right: "parameters:\n  - { name: X-Trace, in: header, schema: { type: string } }\n";
    UNTYPED = "W0002", "a schema says something that no type expresses",
        "The schema has a combination of keywords that no Rust type stands for. The value is left untyped \
         (`serde_json::Value`), so that nothing is lost.",
        wrong: "type: string\nproperties: { a: { type: string } }\n",
        right: "type: object\nproperties: { a: { type: string } }\n";
    OTHER_MEDIA_TYPES = "W0003", "a media type is left out",
        "A body that comes in several media types can be sent and read in each of them, but for those that say in \
         another notation what JSON says: XML of the same schema, say.",
        wrong: "content:\n  application/json: { schema: { type: object } }\n  application/xml: { schema: { type: object } }\n",
        right: "content:\n  application/json: { schema: { type: object } }\n  text/csv: { schema: { type: string } }\n";
    UNDECLARED_PATH_PARAMETER = "W0004", "a parameter of the path is not declared",
        "The path has a `{parameter}` in braces that no parameter of the operation describes. It is \
         generated as a required string.",
        wrong: "/pets/{id}:\n  get:\n    responses: {}\n",
        right: "/pets/{id}:\n  get:\n    parameters:\n      - { name: id, in: path, required: true, schema: { type: string } }\n    responses: {}\n";
    DUPLICATE_OPERATION_ID = "W0005", "two operations have the same operationId",
        "An `operationId` is to be unique. The first operation is named after it, the others after their \
         method and path.",
        wrong: "get: { operationId: pets }\npost: { operationId: pets }\n",
        right: "get: { operationId: list_pets }\npost: { operationId: create_pet }\n";
    MISSING_FIELD = "W0006", "a field that OpenAPI requires is missing",
        "The description lacks a field without which it can be read all the same.",
        wrong: "info: { title: Pets }\n",
        right: "info: { title: Pets, version: '1.0' }\n";
    SECURITY_SCHEME = "W0007", "a security scheme is not known",
        "Bearer tokens, OAuth 2.0, OpenID Connect, basic authentication and API keys are generated. What asks for \
         any other scheme, or one that the description does not define, is sent without a credential for it.",
        wrong: "securitySchemes:\n  login: { type: http, scheme: digest }\n",
        right: "securitySchemes:\n  login: { type: http, scheme: bearer }\n";
    UNUSED_PATH_PARAMETER = "W0008", "a path parameter is not in the path",
        "A parameter is declared as `in: path`, and the path has no `{parameter}` of that name. It is left out.",
        wrong: "/pets:\n  get:\n    parameters:\n      - { name: id, in: path, required: true, schema: { type: string } }\n",
        right: "/pets/{id}:\n  get:\n    parameters:\n      - { name: id, in: path, required: true, schema: { type: string } }\n";
    MERGE = "W0009", "the parts of an `allOf` contradict each other",
        "Two parts of an `allOf` give the same property types that no value has both of. The property is left \
         untyped (`serde_json::Value`).",
        wrong: "allOf:\n  - { properties: { id: { type: string } } }\n  - { properties: { id: { type: integer } } }\n",
        right: "allOf:\n  - { properties: { id: { type: string } } }\n  - { properties: { name: { type: string } } }\n";
    YAML_KEY = "W0010", "a key or value of the YAML is not what JSON can have",
        "A description is JSON data, whatever it is written in. A YAML key that is a number or a boolean is taken \
         as the text it is; a value with a tag of its own as the value without.",
        wrong: "responses:\n  200: { description: OK }\n",
        right: "responses:\n  '200': { description: OK }\n";
}
