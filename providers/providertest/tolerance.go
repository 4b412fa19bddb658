package providertest

import "galley/engine"

// Narrative: networks add fields without asking.
func toleranceChecks() []check {
	return []check{
		{group: "tolerance", title: "UnknownFieldsIgnored", needs: needs(creates, automatic, readable, overHTTP), run: unknownFieldsIgnored},
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
