// Command gopacket reads a classic capture with gopacket, decoding headers only and without copying, and prints the
// number of flow starts and of CAR-2014-05-001 rows: gopacket FILE.
package main

import (
	"bufio"
	"fmt"
	"os"
	"sort"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"
)

type flow struct {
	time             int64
	srcPort, dstPort uint16
}

type pair struct{ src, dst [4]byte }

type syn struct {
	pair             pair
	srcPort, dstPort uint16
	seq              uint32
}

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	reader, err := pcapgo.NewReader(bufio.NewReaderSize(file, 1<<20))
	if err != nil {
		panic(err)
	}
	var (
		eth     layers.Ethernet
		ip      layers.IPv4
		tcp     layers.TCP
		payload gopacket.Payload
		decoded []gopacket.LayerType
		starts  int
		seen    = map[syn]struct{}{}
		mappers = map[pair][]flow{}
		ends    = map[pair][]flow{}
	)
	parser := gopacket.NewDecodingLayerParser(layers.LayerTypeEthernet, &eth, &ip, &tcp, &payload)
	parser.IgnoreUnsupported = true
	for {
		data, info, err := reader.ZeroCopyReadPacketData()
		if err != nil {
			break
		}
		if parser.DecodeLayers(data, &decoded) != nil || !tcp.SYN || tcp.ACK || len(decoded) < 3 {
			continue
		}
		var key syn
		copy(key.pair.src[:], ip.SrcIP.To4())
		copy(key.pair.dst[:], ip.DstIP.To4())
		key.srcPort, key.dstPort, key.seq = uint16(tcp.SrcPort), uint16(tcp.DstPort), tcp.Seq
		if _, again := seen[key]; again {
			continue
		}
		seen[key] = struct{}{}
		starts++
		f := flow{info.Timestamp.UnixMicro(), key.srcPort, key.dstPort}
		if f.dstPort == 135 {
			mappers[key.pair] = append(mappers[key.pair], f)
		} else if f.dstPort >= 49152 && f.srcPort >= 49152 {
			ends[key.pair] = append(ends[key.pair], f)
		}
	}
	rows := 0
	for key, list := range mappers {
		after := ends[key]
		sort.Slice(after, func(i, j int) bool { return after[i].time < after[j].time })
		for _, m := range list {
			from := sort.Search(len(after), func(i int) bool { return after[i].time > m.time })
			to := sort.Search(len(after), func(i int) bool { return after[i].time >= m.time+2_000_000 })
			rows += to - from
		}
	}
	fmt.Println(starts, rows)
}
