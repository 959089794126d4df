use std::fmt;

use serde::{Serialize, Serializer};

use super::Severity;

/// The code of a kind of diagnostic, as `clientwright explain` accepts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code(&'static str);

impl Code {
    /// Returns the code as text: `E0012`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// Returns `true` if the code reports an error in the settings or overlays. Then nothing is generated.
    #[must_use]
    pub fn is_about_settings(self) -> bool {
        [Self::RENAME, Self::NAME_TAKEN, Self::OVERLAY].contains(&self)
    }

    /// Returns the severity: codes with `E` are errors, codes with `W` are warnings.
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

/// The explanation of a code, with a wrong and a corrected example.
#[derive(Debug)]
pub struct Explanation {
    /// The code.
    pub code: Code,
    /// A short title.
    pub title: &'static str,
    /// The cause, the behaviour of the generator, and the remedy.
    pub text: &'static str,
    /// A part of a description that has this diagnostic.
    pub wrong: &'static str,
    /// The same part, corrected.
    pub right: &'static str,
}

/// Returns the explanation of the code `name`. Upper and lower case are equal.
#[must_use]
pub fn explain(name: &str) -> Option<&'static Explanation> {
    CATALOGUE.iter().find(|explanation| explanation.code.0.eq_ignore_ascii_case(name))
}

macro_rules! catalogue {
    ($($constant:ident = $code:literal, $title:literal, $text:literal, wrong: $wrong:literal, right: $right:literal;)*) => {
        impl Code {
            $(#[doc = concat!("`", $code, "`: ", $title, ".")] pub const $constant: Code = Code($code);)*
        }

        /// All codes.
        pub const CATALOGUE: &[Explanation] = &[
            $(Explanation { code: Code::$constant, title: $title, text: $text, wrong: $wrong, right: $right },)*
        ];
    };
}

catalogue! {
    SYNTAX = "E0001", "the file is neither JSON nor YAML",
        "The file cannot be parsed, so nothing is generated. A file whose first character is `{` is parsed as \
         JSON, any other file as YAML 1.2. Correct the syntax at the reported line.",
        wrong: "paths:\n  /pets\n    get: {}\n",
        right: "paths:\n  /pets:\n    get: {}\n";
    VERSION = "E0002", "the version of OpenAPI is not supported",
        "The field `openapi` (or `swagger`, before 3.0) names the version of the specification. Supported are \
         OpenAPI 3.0, 3.1 and 3.2, and Swagger 2.0. Add the field, or convert an older description to one of \
         these versions.",
        wrong: "swaggerVersion: '1.2'\napis: []\n",
        right: "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\n";
    MALFORMED = "E0003", "a value does not have the form that OpenAPI requires",
        "A field has a value of the wrong type, or a required field is missing. A schema that cannot be read \
         accepts any value; an operation that cannot be read is left out; everything else is generated. Correct \
         the reported field.",
        wrong: "get:\n  parameters:\n    - name: limit\n      in: somewhere\n",
        right: "get:\n  parameters:\n    - name: limit\n      in: query\n      schema: { type: integer }\n";
    DANGLING_REF = "E0004", "the target of a `$ref` does not exist",
        "A `$ref` names a target that is not in the description. In the place of a schema, the value is untyped \
         (`serde_json::Value`). In the place of a parameter, a body or a response, the operation is left out. \
         Correct the name, or add the missing component.",
        wrong: "schema: { $ref: '#/components/schemas/Pte' }\n",
        right: "schema: { $ref: '#/components/schemas/Pet' }\n";
    FOREIGN_REF = "E0005", "the target of a `$ref` is not supported",
        "References are resolved in the description itself and in files below its folder, or below the folder in \
         the setting `root`. URLs are not fetched: bundle such descriptions into one file first, for example with \
         `redocly bundle`. The target must also be of the right kind: a schema cannot refer to a response.",
        wrong: "schema: { $ref: 'https://example.com/pets.yaml#/Pet' }\n",
        right: "schema: { $ref: 'pets.yaml#/Pet' }\n";
    REF_CYCLE = "E0006", "a `$ref` refers to itself",
        "A cycle of references never reaches a schema, parameter or body. Replace one reference of the cycle with \
         a definition. A schema that contains itself in a property, an element or a map value is valid and not \
         reported.",
        wrong: "A: { $ref: '#/components/schemas/B' }\nB: { $ref: '#/components/schemas/A' }\n",
        right: "A: { $ref: '#/components/schemas/B' }\nB: { type: string }\n";
    RENAME = "E0009", "a setting matches nothing in the description",
        "A `rename` or `only` in the settings matches no operation, schema or field. It is misspelt, or the \
         description has changed. Nothing is generated, so that a name does not change unnoticed. Correct or \
         remove the setting.",
        wrong: "[api.pets.rename.schemas]\nPte = \"Animal\"\n",
        right: "[api.pets.rename.schemas]\nPet = \"Animal\"\n";
    NAME_TAKEN = "E0011", "a name in the settings is already in use",
        "Two items cannot have the same name, and a crate cannot have the name of a keyword, of a crate of Rust or of \
         a package that generated crates depend on. Choose another name in the setting.",
        wrong: "[api.pets.rename.schemas]\nPet = \"Error\"\n",
        right: "[api.pets.rename.schemas]\nPet = \"PetRecord\"\n";
    PARAMETER = "E0012", "the name of a header parameter is not valid",
        "The name of a header is a token (RFC 9110, section 5.6.2): letters, digits and a few signs, without \
         spaces. An operation with such a parameter is left out. Correct the name, in an overlay if the file is \
         not yours.",
        wrong: "parameters:\n  - { name: 'X Trace', in: header, schema: { type: string } }\n",
        right: "parameters:\n  - { name: X-Trace, in: header, schema: { type: string } }\n";
    OVERLAY = "E0013", "an overlay, or one of its actions, has no effect",
        "Each action of an overlay needs a JSONPath (RFC 9535) in `target` that matches a part of the \
         description, and either `update` or `remove: true`. An action that matches nothing is misspelt, or the \
         description has been corrected. Nothing is generated, so that a corrected fault does not return \
         unnoticed. Correct or remove the action.",
        wrong: "actions:\n  - target: $.paths['/pets'].get.responses.default\n    remove: yes\n",
        right: "actions:\n  - target: $.paths['/pets'].get.responses.default\n    remove: true\n";
    REPETITION = "E0014", "the operations repeat too much of the description",
        "The parameters, the body and the responses that an operation refers to are generated for each operation, and \
         so is what it inherits: the parameters and servers of its path, and the `security` of the description. All \
         operations together are limited to three times the size of the description plus two million values (64 \
         bytes of a text count as one), so that a small description cannot exhaust the memory. The operations from the \
         limit on are left out. A crate has at most 64 MiB plus a hundred times the bytes of the description; nothing is \
         written otherwise. Shorten what is repeated, or select fewer operations with `only`.",
        wrong: "parameters:\n  Filter: { in: query, name: filter, description: A megabyte of text, schema: {} }\n",
        right: "parameters:\n  Filter: { in: query, name: filter, description: A filter., schema: {} }\n";
    PART = "E0015", "a part of the crate cannot be read",
        "The file of a part (`[api.NAME.parts]`) does not exist, or cannot be read. The part is left out: its operations \
         are missing in the crate. Correct the path in the settings.",
        wrong: "[api.shop.parts]\norders = { spec = \"order.yaml\" }\n",
        right: "[api.shop.parts]\norders = { spec = \"orders.yaml\" }\n";
    UNTYPED = "W0002", "no Rust type expresses the schema",
        "The schema combines keywords that no Rust type expresses. The value is untyped (`serde_json::Value`), so \
         no data is lost. Correct the schema, or, for a component, set a type of your own in `types.schemas`.",
        wrong: "type: string\nproperties: { a: { type: string } }\n",
        right: "type: object\nproperties: { a: { type: string } }\n";
    OTHER_MEDIA_TYPES = "W0003", "a media type is left out",
        "A body with several media types is generated with all of them, except for a media type that repeats the \
         JSON schema in another notation, such as XML, and for those after the first 32 of OpenAPI 2.0, which lists \
         them for all operations. To generate the media type, remove the JSON one in an overlay.",
        wrong: "content:\n  application/json: { schema: { type: object } }\n  application/xml: { schema: { type: object } }\n",
        right: "content:\n  application/json: { schema: { type: object } }\n  text/csv: { schema: { type: string } }\n";
    UNDECLARED_PATH_PARAMETER = "W0004", "a path parameter is not declared",
        "The path contains `{name}`, and the operation declares no parameter of that name. A required string \
         parameter is generated. Declare the parameter to give it a type.",
        wrong: "/pets/{id}:\n  get:\n    responses: {}\n",
        right: "/pets/{id}:\n  get:\n    parameters:\n      - { name: id, in: path, required: true, schema: { type: string } }\n    responses: {}\n";
    DUPLICATE_OPERATION_ID = "W0005", "an operationId is not unique",
        "Each `operationId` must be unique. The first operation is named after it, the others after their method \
         and path. Change one of the identifiers, or use the setting `rename.operations`.",
        wrong: "get: { operationId: pets }\npost: { operationId: pets }\n",
        right: "get: { operationId: list_pets }\npost: { operationId: create_pet }\n";
    MISSING_FIELD = "W0006", "a required field is missing",
        "OpenAPI requires the field, but the description can be read without it. Add the field.",
        wrong: "info: { title: Pets }\n",
        right: "info: { title: Pets, version: '1.0' }\n";
    SECURITY_SCHEME = "W0007", "a security scheme is unknown",
        "Supported are bearer tokens, OAuth 2.0, OpenID Connect, basic authentication and API keys. Requests that \
         need another scheme, or a scheme that is not defined, are sent without its credential. Correct the \
         scheme, or add the credential with a default header.",
        wrong: "securitySchemes:\n  login: { type: http, scheme: digest }\n",
        right: "securitySchemes:\n  login: { type: http, scheme: bearer }\n";
    UNUSED_PATH_PARAMETER = "W0008", "a path parameter is not in the path",
        "A parameter has `in: path`, and the path does not contain `{name}`. The parameter is left out. Add it to \
         the path, or change `in`.",
        wrong: "/pets:\n  get:\n    parameters:\n      - { name: id, in: path, required: true, schema: { type: string } }\n",
        right: "/pets/{id}:\n  get:\n    parameters:\n      - { name: id, in: path, required: true, schema: { type: string } }\n";
    MERGE = "W0009", "the members of an `allOf` contradict each other",
        "Two members of an `allOf` give types to the same property that no value can satisfy together. The \
         property is untyped (`serde_json::Value`). Give the property one type.",
        wrong: "allOf:\n  - { properties: { id: { type: string } } }\n  - { properties: { id: { type: integer } } }\n",
        right: "allOf:\n  - { properties: { id: { type: string } } }\n  - { properties: { name: { type: string } } }\n";
    YAML_KEY = "W0010", "a YAML key or value has no equivalent in JSON",
        "A description is JSON data, also in YAML. A boolean key is read as its text, and a value with a custom \
         tag as the value without the tag. Quote the key, or remove the tag.",
        wrong: "enum: [!status active]\n",
        right: "enum: [active]\n";
    TEXT = "W0012", "the file is written in a form that not every tool reads",
        "A byte order mark, CRLF line ends and tabs in the indentation of YAML (which YAML forbids) are accepted: \
         the mark is skipped and a tab counts as two spaces. Other tools may reject the file. Save it as UTF-8 \
         without a byte order mark, with LF and spaces.",
        wrong: "info:\n\ttitle: Pets\n",
        right: "info:\n  title: Pets\n";
    DUPLICATE_KEY = "W0013", "a key is duplicated in an object",
        "Each key of a JSON or YAML object must be unique. The last value is used, as most parsers do; the others \
         are lost. Remove the duplicates.",
        wrong: "properties:\n  id: { type: string }\n  id: { type: integer }\n",
        right: "properties:\n  id: { type: integer }\n";
    LARGE_NUMBER = "W0014", "a number does not fit in 64 bits",
        "A larger integer is read as a floating-point number and loses digits. Use a number that fits in 64 bits, \
         or a string.",
        wrong: "maximum: 99999999999999999999\n",
        right: "maximum: 9223372036854775807\n";
    NUMBER_KEY = "W0015", "a key is a number",
        "JSON keys are strings. YAML reads an unquoted status code as a number; it is used as its text. Quote the \
         key.",
        wrong: "responses:\n  200: { description: OK }\n",
        right: "responses:\n  '200': { description: OK }\n";
    STATUS = "W0016", "a key of `responses` is not a status",
        "Responses are keyed by status: three digits, a range from `1XX` to `5XX`, or `default`. A key with an \
         obvious meaning, such as `2xx`, is accepted; a response with any other key is left out. Correct the key.",
        wrong: "responses:\n  2xx: { description: OK }\n",
        right: "responses:\n  2XX: { description: OK }\n";
    PATH = "W0017", "a path contains a query or a fragment, or does not begin with `/`",
        "A path must contain only a path. Text after `?` is sent unchanged before the query parameters; text \
         after `#` is not sent. Declare query parameters instead. A path without `/` at its start would change the \
         host of the server, so requests have the `/`.",
        wrong: "paths:\n  /pets?sort=name: {}\n",
        right: "paths:\n  /pets: {}\n";
    OTHER_VERSION = "W0018", "a keyword belongs to another version of OpenAPI",
        "OpenAPI 3.1 removed `nullable`: add `'null'` to `type` instead. The keyword is read as in 3.0. Likewise \
         `const`, lists of types and other keywords of 3.1 are read in a description of 3.0. Use the keywords of \
         the version that the description names.",
        wrong: "openapi: 3.1.0\n…\n  type: string\n  nullable: true\n",
        right: "openapi: 3.1.0\n…\n  type: [string, 'null']\n";
    SCHEMA_DIALECT = "W0019", "the dialect of JSON Schema is unknown",
        "The field `jsonSchemaDialect` names another dialect than JSON Schema 2020-12, which OpenAPI 3.1 and 3.2 \
         use. The schemas are read as JSON Schema 2020-12. Remove the field if that is correct.",
        wrong: "jsonSchemaDialect: http://json-schema.org/draft-07/schema#\n",
        right: "jsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base\n";
    FORBIDDEN = "W0020", "OpenAPI forbids this, but the meaning is clear",
        "Accepted are: a duplicated parameter (the last one is used); a path parameter without `required: true`; \
         two paths that differ only in the names of their parameters; a component name with other characters than \
         letters, digits, `.`, `_` and `-`; a server variable with an empty list of values. Correct the \
         description.",
        wrong: "parameters:\n  - { name: id, in: path, schema: { type: string } }\n",
        right: "parameters:\n  - { name: id, in: path, required: true, schema: { type: string } }\n";
    CONTRADICTION = "W0021", "keywords of an `allOf` exclude each other",
        "A value has to satisfy the members of an `allOf` and the keywords beside it together. Limits such as \
         `minimum` and `maximum`, lists of values, formats, or a required property and `additionalProperties: \
         false` of another member can leave no value at all. Of two limits, the later one is used; of two lists, \
         one is used; two formats are ignored; the property is kept. Correct one of the two places.",
        wrong: "allOf:\n  - { type: string, minLength: 5 }\n  - { maxLength: 3 }\n",
        right: "allOf:\n  - { type: string, minLength: 3 }\n  - { maxLength: 5 }\n";
    MISSPELT = "W0022", "a name differs little from a known one",
        "A key that OpenAPI does not have is ignored, and a name in `required` that no property has describes no \
         value. Both are reported only if a known name differs from them by a letter or two. Correct the name. A key \
         of your own begins with `x-`.",
        wrong: "type: object\nrequierd: [name]\nproperties: { name: { type: string } }\n",
        right: "type: object\nrequired: [name]\nproperties: { name: { type: string } }\n";
    TRANSPORT_HEADER = "W0023", "a parameter is a header that the transport sets",
        "Headers such as `Host`, `Content-Length` and `Transfer-Encoding` belong to the connection and to the form of \
         the message. A wrong value cuts a body or lets the server wait, so the parameter is ignored and the transport \
         sets the header. Remove the parameter.",
        wrong: "parameters:\n  - { name: Content-Length, in: header, schema: { type: integer } }\n",
        right: "parameters: []\n";
    PARTS = "W0024", "two parts of the crate claim the same",
        "Two parts have an operation with the same method, path and server, or security schemes that have one name and are \
         different. Both operations are generated, each in its part, and the second scheme has the name of its part before \
         its own. Leave one of the operations out with `only`, or rename a scheme in an overlay.",
        wrong: "[api.shop.parts]\norders = { spec = \"shop.yaml\" }\nshop = { spec = \"shop.yaml\" }\n",
        right: "[api.shop.parts]\nshop = { spec = \"shop.yaml\" }\n";
    POLLING = "W0025", "an extension for long-running operations is not understood",
        "Read are `x-ms-long-running-operation` with the option `final-state-via`, and `x-speakeasy-polling` of a `GET` \
         request, with conditions of the form `$statusCode == 200` and `$response.body#/status == \"done\"`. The rest \
         is ignored. Correct the extension, or describe the polling with the setting `pollers`.",
        wrong: "x-speakeasy-polling:\n  - successCriteria: [{ condition: '^2', type: regex }]\n",
        right: "x-speakeasy-polling:\n  - successCriteria: [{ condition: $statusCode == 200 }]\n";
    EXTENSION = "W0026", "an extension does not fit the description",
        "An extension of a vendor, such as `x-speakeasy-pagination`, names a parameter or a property that is not \
         there, or has another form than the one in the documentation of the vendor. It is ignored. Correct the \
         extension, or use a setting instead. The page \"Extensions\" of the guide lists the extensions that are read.",
        wrong: "x-fern-pagination: { cursor: $request.cursor, next_cursor: $response.nxet }\n",
        right: "x-fern-pagination: { cursor: $request.cursor, next_cursor: $response.next }\n";
    LINK = "W0027", "a link does not fit its response or its operation",
        "With the setting `links`, each link of a response becomes a method of the body's type. The link must name an \
         operation of the description and its parameters, and at least one of its values must be a scalar property of \
         the body (`$response.body#/id`) with a type that fits the parameter. Links of the same name to one type must \
         be equal. Any other link is ignored. Correct the link.",
        wrong: "links:\n  self: { operationId: getPet, parameters: { id: '$response.body#/name/id' } }\n",
        right: "links:\n  self: { operationId: getPet, parameters: { id: '$response.body#/id' } }\n";
}
