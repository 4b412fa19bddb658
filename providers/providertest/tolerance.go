package providertest

import "galley/engine"

// Narrative: networks add fields without asking.
func toleranceChecks() []check {
	return []check{
		{group: "tolerance", title: "UnknownFieldsIgnored", needs: needs(creates, automatic, readable, overHTTP), run: unknownFieldsIgnored},
		{group: "tolerance", title: "UnknownWordsKept", needs: needs(creates, automatic, readable, overHTTP, hasWords), run: unknownWordsKept},
	}
}

func hasWords(s subject) string {
	return unless(len(s.network.Words) > 0 && s.kind == s.info.PostKind, "the test gives no Words for this kind")
}

// unknownWordsKept has the network say what no version of it said before: what is
// so described is there all the same, and only once.
func unknownWordsKept(s *stage) {
	said := map[string]bool{}
	s.wire.obey(onAll(rewrite(func(b []byte) []byte {
		return reshape(b, func(object map[string]any) {
			for member, word := range s.network.Words {
				if _, is := object[member].(string); is {
					object[member], said[member] = word, true
				}
			}
		})
	})))
	made := s.create(s.open(), s.full(1))
	if seen := s.look(made); seen.Remote != made.Remote || seen.Phase != engine.Live {
		s.Errorf("among unknown words %s is read as %s in phase %v", made.Remote, seen.Remote, seen.Phase)
	}
	if s.caps.List {
		if list := s.list(); len(list) != 1 || list[0].Remote != made.Remote {
			s.Errorf("among unknown words the listing shows %d, want 1", len(list))
		}
	}
	for member := range s.network.Words {
		if !said[member] {
			s.Errorf("no answer of the network has the member %s", member)
		}
	}
}

// unknownFieldsIgnored adds a member to every object that the network sends.
func unknownFieldsIgnored(s *stage) {
	s.wire.obey(onAll(rewrite(func(b []byte) []byte {
		return reshape(b, func(object map[string]any) {
			object["brand_new"] = map[string]any{"since": "2027", "list": []any{1, nil, "x"}}
		})
	})))
	d := s.full(1)
	made := s.create(s.open(), d)
	s.wantShown("what was read among unknown fields", d, s.look(made))
	if s.caps.List && s.kind != engine.KindProfile {
		if list := s.list(); len(list) != 1 {
			s.Errorf("among unknown fields the listing shows %d, want 1", len(list))
		}
	}
}
