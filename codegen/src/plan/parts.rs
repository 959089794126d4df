//! The names of operations in an API of several descriptions.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::{
    Names, Settings, client_parameters,
    operation_names::{OperationName, check_path},
};
use crate::{
    api::{Api, ApiPart, DescribedParameter, Location},
    diagnostics::{Code, Diagnostics, Pointer},
    naming::Memory,
};

/// The names of the operations of one part, as if it were a crate of its own.
#[derive(Debug)]
pub struct PartNames {
    names: Names,
    /// The numbers of its settings of pagination and of polling.
    settings: [usize; 2],
    /// The parameters of its operations.
    parameters: Vec<DescribedParameter>,
}

impl PartNames {
    /// Names the operations of a part. `memory` has the names of the whole crate in the previous run.
    #[must_use]
    pub fn new(part: &ApiPart, skeleton: &Api, settings: &Settings, memory: &Memory) -> Self {
        let memory = memory.of_part(&part.name, &part.modules);
        let names = Names::with_memory(skeleton, settings, memory);
        Self {
            names,
            settings: [settings.pages.len(), settings.pollers.len()],
            parameters: skeleton.parameters.clone(),
        }
    }
}

impl PartNames {
    /// Returns the diagnostics of the names and of the settings of operations.
    pub fn diagnostics_mut(&mut self) -> &mut Diagnostics {
        &mut self.names.diagnostics
    }
}

/// Reports each part whose name is not a path of modules.
pub fn check_part_names<'p>(parts: impl Iterator<Item = (&'p str, &'p str)>, diagnostics: &mut Diagnostics) {
    for (name, table) in parts {
        if let Err(help) = check_path(name) {
            let message = format!("the name of the part `{name}` is not a path of modules");
            diagnostics.push_setting_with_help(Code::RENAME, &["parts", table], message, Some(help));
        }
    }
}

impl AsRef<Names> for PartNames {
    fn as_ref(&self) -> &Names {
        &self.names
    }
}

impl AsRef<Self> for Names {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl Names {
    /// Returns the names of the operations of all parts. The modules of each part are around those of its resources.
    ///
    /// A part without resources is a resource itself. If all operations of a part are in one resource, the part is that
    /// resource. The settings of pagination and of polling are those of all parts, one after the other.
    #[must_use]
    pub fn of_parts(parts: Vec<(&ApiPart, PartNames)>, settings: &Settings, memory: Memory) -> Self {
        let (of, diagnostics, client_parameters) = (HashMap::new(), Diagnostics::default(), Vec::new());
        let mut all = Self { memory, client_parameters, of, diagnostics };
        let mut parameters: IndexMap<(Location, String), DescribedParameter> = IndexMap::new();
        let [mut first_page, mut first_poller] = [0, 0];
        for (part, PartNames { names, settings: [pages, pollers], parameters: of_part }) in parts {
            for parameter in of_part {
                let known = parameters.entry((parameter.location, parameter.name.clone()));
                let known = known.or_insert_with(|| parameter.clone());
                known.required &= parameter.required;
                known.frequent |= parameter.frequent;
            }
            let outermost: HashSet<Option<&String>> =
                names.of.values().map(|named| named.name.resource.first()).collect();
            let common = usize::from(outermost.len() == 1 && !outermost.contains(&None));
            let mut known: HashMap<Pointer, Pointer> = HashMap::new();
            for (pointer, mut named) in names.of {
                named.name.enclose(&part.modules, common);
                named.pages = named.pages.map(|index| index + first_page);
                named.pollers = named.pollers.map(|index| index + first_poller);
                all.of.insert(part.pointer(&pointer, &mut known), named);
            }
            (first_page, first_poller) = (first_page + pages, first_poller + pollers);
            let mut diagnostics = names.diagnostics;
            diagnostics.relocate(0, |pointer| part.pointer(pointer, &mut known));
            diagnostics.prefix_settings(&["parts", &part.table]);
            all.diagnostics.extend(diagnostics);
        }
        let parameters: Vec<DescribedParameter> = parameters.into_values().collect();
        all.client_parameters = client_parameters::select(&parameters, settings, &mut all.diagnostics);
        all
    }
}

impl OperationName {
    /// Puts the resource into these modules, in place of the outermost `common` modules of the resource.
    fn enclose(&mut self, modules: &[String], common: usize) {
        let within = |path: &[String]| modules.iter().chain(path).cloned().collect::<Vec<String>>();
        let suggested = self.suggested.as_ref().or((common > 0).then_some(&self.resource));
        let suggested = suggested.map(|path| within(path));
        self.resource = within(self.resource.get(common..).unwrap_or_default());
        self.suggested = suggested;
    }
}
