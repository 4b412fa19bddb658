package media

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"io"
)

// maxProfile bounds a colour profile; those of printers have some megabytes.
const maxProfile = 4 << 20

// profileParts collects a colour profile from the segments of a JPEG file.
type profileParts struct {
	parts map[byte][]byte
	count byte
}

func (p *profileParts) add(body []byte) {
	if len(body) < 2 {
		return
	}
	if p.parts == nil {
		p.parts = map[byte][]byte{}
	}
	p.parts[body[0]], p.count = body[2:], body[1]
}

// joined is the whole profile, nil if a part is missing.
func (p *profileParts) joined() []byte {
	var all []byte
	for n := 1; n <= int(p.count); n++ {
		part, there := p.parts[byte(n)]
		if !there || len(all) > maxProfile {
			return nil
		}
		all = append(all, part...)
	}
	return all
}

// pngProfile unpacks the body of an iCCP chunk, nil if it cannot be.
func pngProfile(body []byte) []byte {
	_, packed, found := bytes.Cut(body, []byte{0})
	if !found || len(packed) < 1 {
		return nil
	}
	r, err := zlib.NewReader(bytes.NewReader(packed[1:]))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(r, maxProfile+1))
	if err != nil || len(profile) > maxProfile {
		return nil
	}
	return profile
}

// profileFor is the profile, if it speaks of the colours that the image has.
func profileFor(profile []byte, m image.Image) []byte {
	want := "RGB "
	if _, gray := m.(*image.Gray); gray {
		want = "GRAY"
	}
	if len(profile) < 128 || string(profile[16:20]) != want {
		return nil
	}
	return profile
}

// withJPEGProfile puts a colour profile behind the first marker of a file.
func withJPEGProfile(file, profile []byte) []byte {
	if len(profile) == 0 {
		return file
	}
	const most = 0xffff - 2 - len(iccHead) - 2
	count := (len(profile) + most - 1) / most
	if count > 255 {
		return file
	}
	out := append(make([]byte, 0, len(file)+len(profile)+count*18), file[:2]...)
	for n := 1; n <= count; n++ {
		part := profile[:min(most, len(profile))]
		profile = profile[len(part):]
		out = append(out, 0xff, markerAPP2)
		out = binary.BigEndian.AppendUint16(out, uint16(2+len(iccHead)+2+len(part)))
		out = append(append(out, iccHead...), byte(n), byte(count))
		out = append(out, part...)
	}
	return append(out, file[2:]...)
}

// withPNGProfile puts a colour profile behind the first chunk of a file.
func withPNGProfile(file, profile []byte) ([]byte, error) {
	if len(profile) == 0 {
		return file, nil
	}
	const behindHeader = len(pngSignature) + 25
	chunk := bytes.NewBufferString("iCCPICC\x00\x00")
	w := zlib.NewWriter(chunk)
	if _, err := w.Write(profile); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	out := append(make([]byte, 0, len(file)+chunk.Len()+8), file[:behindHeader]...)
	out = binary.BigEndian.AppendUint32(out, uint32(chunk.Len()-4))
	out = append(out, chunk.Bytes()...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk.Bytes()))
	return append(out, file[behindHeader:]...), nil
}
