//! Shows one thing.

use tc3_codegen::spec::ItemType;
use tc3_codegen::spec::emulator::Detail;

use super::Work;
use crate::json::object;
use crate::refusal::Refusal;
use crate::state::birth::missing;

impl<'s> Work<'_, 's> {
    pub(super) fn show(&mut self, detail: &'s Detail) -> Result<(), Refusal> {
        let Some(resource) = self.world.resource(&detail.resource) else {
            return Ok(());
        };
        for target in self.targets(resource, &detail.by)? {
            let Some(number) = target.numbers.first().copied() else {
                let code = detail.missing.as_ref().map(|code| code.as_str());
                return Err(missing(code, resource, &target.asked));
            };
            self.world.settle(resource, number);
            let place = (resource, number);
            match &detail.output {
                None => {
                    let shown = self.world.view(place, &self.action.output, &detail.shows);
                    self.output.extend(shown);
                }
                Some(output) => {
                    let member = self.output_member(output);
                    if let Some(ItemType::Named(name)) = member.map(|member| member.type_ref().item) {
                        let members = self.writer.members_of(name);
                        let shown = self.world.view(place, members, &detail.shows);
                        self.output.push((output.value.clone(), object(shown)));
                    }
                }
            }
            self.world.note_read(resource, number);
        }
        Ok(())
    }
}
