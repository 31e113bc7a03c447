// SPDX-License-Identifier: Apache-2.0

package programme

import "safar/kernel/access"

// StoryKind is the kind of the decision by which somebody's own story may be read by others. It is decided where the story is written and looked at (field/stories), with the consent of
// whose it is, and nowhere else.
const StoryKind = "story"

// IsStory reports whether a step is that decision.
func (s *Step) IsStory() bool { return s.Verb == decideVerb && s.Kind == StoryKind }

// story holds the decision on a story against its pathway: a story is one person's, and who they are is known to a closed compartment alone.
func (r *reader) story(s *Step) {
	if s.IsStory() && (r.reading.For != "person" || r.reading.Part == access.General) {
		r.at(s.node, "programme.story_elsewhere", "programme.story_elsewhere.hint", nil)
	}
}
