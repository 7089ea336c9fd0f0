import { execa } from 'execa';
import { describe, expect, it } from '@jest/globals';
import { FilmMaker } from '../test/film-maker';
import { aSimulator } from '../test/running-simulator';

describe('the simulator', () => {
  it('makes a clip that travels from its first frame to its last', async () => {
    await using simulator = await aSimulator();
    const maker = new FilmMaker(simulator.url);
    const first = await maker.drawStill('Scene 1 of 4, start frame: [MARA: teal coat] on the headland above the sea');
    const last = await maker.drawStill(
      'Scene 1 of 4, end frame: [MARA: teal coat] on the headland above the sea',
      first,
    );
    const path = await maker.downloadClip(
      { frames: [first, last], resolution: '360p', seconds: 3 },
      simulator.directory,
    );

    const { stdout } = await execa('ffprobe', [
      ...['-v', 'error', '-count_packets', '-of', 'json'],
      ...['-show_entries', 'stream=codec_name,width,height,pix_fmt,r_frame_rate,nb_read_packets,duration', path],
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      streams: [
        {
          codec_name: 'h264',
          width: 640,
          height: 360,
          pix_fmt: 'yuv420p',
          r_frame_rate: '24/1',
          nb_read_packets: '72',
        },
        { codec_name: 'aac', duration: '3.000000' },
      ],
    });
    expect(await maker.likeness(path, 0, first)).toBeGreaterThan(0.85);
    expect(await maker.likeness(path, 71, last)).toBeGreaterThan(0.85);
    expect(await maker.likeness(path, 0, last)).toBeLessThan(0.8);
  });

  it('gives clips of one format that can be joined by stream copy, whatever they show', async () => {
    await using simulator = await aSimulator();
    const maker = new FilmMaker(simulator.url);
    const [a, b] = [await maker.drawStill('a meadow'), await maker.drawStill('a city, [BOLT: coral robot]')];
    const paths = [
      await maker.downloadClip({ frames: [a], resolution: '360p', seconds: 3 }, simulator.directory),
      await maker.downloadClip({ frames: [a, b], resolution: '360p', seconds: 4 }, simulator.directory),
    ];
    const headers = paths.map((path) =>
      execa('ffprobe', [
        '-v',
        'error',
        '-of',
        'csv',
        '-show_entries',
        'stream=extradata_hash,time_base',
        '-show_data_hash',
        'md5',
        path,
      ]),
    );
    const [one, other] = await Promise.all(headers);
    expect(one?.stdout).toBe(other?.stdout);
  });

  it('makes media again that were lost', async () => {
    await using simulator = await aSimulator();
    const maker = new FilmMaker(simulator.url);
    const order = { frames: [await maker.drawStill('a forest')], resolution: '360p', seconds: 3 };
    const id = await maker.orderClip(order);
    const before = await maker.downloadOf(id);
    await simulator.loseMedia();
    expect((await maker.downloadOf(id)).equals(before)).toBe(true);
  });

  it('cuts a download short where a fault says so', async () => {
    await using simulator = await aSimulator({ SIMULATOR_MEDIA: 'cached' });
    const maker = new FilmMaker(simulator.url);
    await simulator.setFaults([{ fault: 'truncate', match: { operation: 'download' } }]);
    const id = await maker.orderClip({ frames: [], resolution: '360p', seconds: 3 });
    await expect(maker.downloadOf(id)).rejects.toThrow('terminated');
    expect((await maker.downloadOf(id)).length).toBeGreaterThan(1000);
  });
});
